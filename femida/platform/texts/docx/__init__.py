"""Templates of documents in DOCX: what is in one (`inspect`), and a document made from it (`fill`)."""

from femida.platform.texts.docx.filling import Filled, fill
from femida.platform.texts.docx.inspection import Problem, TemplateReport, inspect
from femida.platform.texts.docx.refusals import UnableToUseTemplate

__all__ = ["Filled", "Problem", "TemplateReport", "UnableToUseTemplate", "fill", "inspect"]

"""Rights on documents and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Open, Scoped, scope
from femida.practice.documents.models import (
    Document,
    DocumentType,
    DocumentVersion,
    Template,
    TemplateService,
    TemplateVersion,
)

declare(
    Right("documents.view", _("See the documents of contracts")),
    Right("documents.make", _("Make documents from templates")),
    Right("documents.file", _("Upload documents, file them anew, remove them")),
    Right("documents.publish", _("Show documents in the client portal")),
    Right("documents.templates", _("Maintain templates and types of documents")),
)

# a document stands where its contract stands: its wall, its people and its office are the contract's own
scope(
    Scoped(
        Document,
        "practice.document",
        "documents.view",
        office="contract__office_id",
        department="contract__department_id",
        wall="contract__wall_id",
        people_type="practice.contract",
        people="contract_id",
    )
)
scope(Child(DocumentVersion, "document", Document))
# the firm's own words: one set for all offices, maintained by those whose right reaches the whole firm
scope(Scoped(Template, "documents.template", "documents.templates", office="", department="", wall=""))
for _model in (TemplateService, TemplateVersion):
    scope(Child(_model, "template", Template))
scope(Open(DocumentType, "names of kinds of papers, the same for everybody"))

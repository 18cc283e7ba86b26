"""What every firm begins with: types of papers and ready templates."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.practice.documents.commands import add_template, add_type, publish_template
from femida.practice.documents.models import DocumentType, Template

FOLDER: Final = Path(__file__).with_name("presets")

TYPES: Final = (
    "Договор",
    "Скан договора",
    "Доверенность",
    "Паспорт: главная страница",
    "Паспорт: регистрация",
    "СНИЛС",
    "ИНН",
    "Свидетельство или выписка",
    "Исковое заявление",
    "Процессуальный документ",
    "Судебный акт",
    "Переписка",
    "Платёжный документ",
    "Прочее",
)

# key: name, group, type
TEMPLATES: Final = {
    "contract": ("Договор об оказании юридических услуг", "mutual", "Договор"),
    "power_of_attorney": ("Доверенность", "client", "Доверенность"),
}


@command(right="documents.templates")
def load_document_presets(actor: Actor) -> int:
    """Load the types and templates that are not there yet, published; how many templates were loaded.

    What exists under one of the names, or began as one of these templates, is left alone.
    """
    types = dict(DocumentType.objects.values_list("name", "pk"))
    for order, name in enumerate(TYPES, start=1):
        if name not in types:
            types[name] = add_type(actor, name=name, order=order * 10)
    there = set(Template.objects.values_list("preset", flat=True))
    names = set(Template.objects.values_list("name", flat=True))
    loaded = 0
    for key, (name, group, type_name) in TEMPLATES.items():
        if key in there or name in names:
            continue
        template = add_template(
            actor,
            name=name,
            group=group,
            type_id=types[type_name],
            data=(FOLDER / f"{key}.docx").read_bytes(),
            file_name=f"{name}.docx",
            preset=key,
        )
        publish_template(actor, template_id=template, number=1)
        loaded += 1
    return loaded

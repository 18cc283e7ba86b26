"""Templates of documents: uploaded, looked into, published, taken out of use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext as _

from femida.firm.staff.queries import employee_of
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.files.commands import attach_file
from femida.platform.journal.recording import record
from femida.platform.texts.docx import TemplateReport, UnableToUseTemplate, inspect
from femida.platform.texts.typed import typed_line
from femida.practice.documents.composing import known_fields, places_in, unknown
from femida.practice.documents.events import (
    TemplatePublished,
    TemplateRetired,
    TemplateSaved,
    TemplateUploaded,
)
from femida.practice.documents.models import (
    DocumentType,
    Group,
    Template,
    TemplateService,
    TemplateVersion,
)
from femida.practice.services.models import Service

RIGHT: Final = "documents.templates"
TYPE: Final = "documents.template"
# Problems that do not hinder to fill: see `texts.docx.Problem`.
HARMLESS: Final = frozenset({"stray", "outside", "tracked"})
MOST_SERVICES: Final = 200


class UnableToPublish(UnableTo):
    """The version is no draft, asks for places that nobody knows, or cannot be filled."""

    code = "unable_to_publish"


@command(right=RIGHT)
def add_template(
    actor: Actor,
    *,
    name: str,
    group: str,
    type_id: int,
    data: bytes,
    file_name: str,
    service_ids: Sequence[int] = (),
    preset: str = "",
) -> int:
    """Enter a template with its first version, a draft, and return its id.

    Raises Invalid, at `file` with the reason when the file cannot be a template.
    """
    report = _looked_into(data)
    template = Template(preset=preset)
    _fill(template, name=name, group=group, type_id=type_id)
    template.save()
    _put_services(template, service_ids)
    _add_version(actor, template, report, data, file_name)
    record(TemplateSaved(template_id=template.pk, is_new=True))
    return template.pk


@command(right=RIGHT, on=Template)
def change_template(
    actor: Actor,
    *,
    template_id: int,
    name: str,
    group: str,
    type_id: int,
    service_ids: Sequence[int] = (),
    version: int | None = None,
) -> None:
    """Change the name, the place and the services of a template; its files stay. Raises Invalid, Stale.

    A published version that asks for fields of a service left out is refused at `services`.
    """
    template = take(actor, Template, template_id, version=version)
    _fill(template, name=name, group=group, type_id=type_id)
    _put_services(template, service_ids)
    published = TemplateVersion.objects.filter(template=template, state="published").first()
    if published is not None:
        lost = unknown(published.places, known_fields(service_ids))
        if lost:
            raise Invalid(
                {
                    "services": _(
                        "These services do not ask for what the published version needs: %(names)s."
                    )
                    % {"names": ", ".join(lost)}
                }
            )
    save(template, "name", "group", "type")
    record(TemplateSaved(template_id=template.pk, is_new=False))


@command(right=RIGHT, on=Template)
def upload_template(
    actor: Actor, *, template_id: int, data: bytes, file_name: str, version: int | None = None
) -> int:
    """Upload a further version, a draft; a draft that was there goes out of use. Returns its number.

    Raises Invalid at `file`, Stale.
    """
    report = _looked_into(data)
    template = take(actor, Template, template_id, version=version)
    TemplateVersion.objects.filter(template=template, state="draft").update(state="retired")
    number = _add_version(actor, template, report, data, file_name)
    save(template)
    record(TemplateUploaded(template_id=template.pk, number=number))
    return number


@command(right=RIGHT, on=Template)
def publish_template(actor: Actor, *, template_id: int, number: int, version: int | None = None) -> None:
    """Bring a draft into use in place of the version before it. Raises UnableToPublish, NotFound, Stale."""
    template = take(actor, Template, template_id, version=version)
    drafted = TemplateVersion.objects.filter(template=template, number=number).first()
    if drafted is None:
        raise NotFound
    _require_publishable(template, drafted)
    act = current_act()
    assert act is not None
    TemplateVersion.objects.filter(template=template, state="published").update(state="retired")
    TemplateVersion.objects.filter(pk=drafted.pk).update(state="published", published_at=act.at)
    save(template)
    record(TemplatePublished(template_id=template.pk, number=number))


@command(right=RIGHT, on=Template)
def retire_template(actor: Actor, *, template_id: int, version: int | None = None) -> None:
    """Take the published version out of use: nothing is made from the template any more.

    Raises UnableToPublish when there is none, Stale.
    """
    template = take(actor, Template, template_id, version=version)
    published = TemplateVersion.objects.filter(template=template, state="published").first()
    if published is None:
        raise UnableToPublish(_("No version of this template is in use."))
    TemplateVersion.objects.filter(pk=published.pk).update(state="retired")
    save(template)
    record(TemplateRetired(template_id=template.pk, number=published.number))


def _looked_into(data: bytes) -> TemplateReport:
    try:
        return inspect(data)
    except UnableToUseTemplate as refusal:
        raise Invalid({"file": refusal.sentence}) from None


def _fill(template: Template, *, name: str, group: str, type_id: int) -> None:
    template.name = typed_line("name", name, longest=160, required=True)
    if group not in Group.values:
        raise Invalid({"group": _("Choose from the list.")})
    template.group = group
    is_kept = type_id == template.type_id
    if not is_kept and not DocumentType.objects.filter(pk=type_id, is_active=True).exists():
        raise Invalid({"type": _("Choose from the list.")})
    template.type_id = type_id
    lock_words("documents.template", template.name)
    if Template.objects.filter(name=template.name).exclude(pk=template.pk).exists():
        raise Invalid({"name": _("This name is taken.")})


def _put_services(template: Template, service_ids: Sequence[int]) -> None:
    wanted = set(service_ids)
    there = set(TemplateService.objects.filter(template=template).values_list("service_id", flat=True))
    added = wanted - there
    known = Service.objects.filter(pk__in=added, is_active=True).count()
    if known != len(added) or len(wanted) > MOST_SERVICES:
        raise Invalid({"services": _("Choose services that are in use.")})
    TemplateService.objects.filter(template=template, service_id__in=there - wanted).delete()
    TemplateService.objects.bulk_create(
        TemplateService(template=template, service_id=pk) for pk in sorted(added)
    )


def _add_version(
    actor: Actor, template: Template, report: TemplateReport, data: bytes, file_name: str
) -> int:
    # the right on the template has been checked by the command
    file_id = attach_file(
        actor.as_system("documents.template"),
        object_type=TYPE,
        object_id=template.pk,
        name=file_name,
        content=[data],
    )
    act = current_act()
    assert act is not None
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    versions = TemplateVersion.objects.filter(template=template)
    made = TemplateVersion.objects.create(
        template=template,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        file_id=file_id,
        places=places_in(report),
        problems=[[one.code, str(one.sentence)] for one in report.problems],
        made_at=act.at,
        made_by_id=author.id if author is not None else None,
    )
    return made.number


def _require_publishable(template: Template, drafted: TemplateVersion) -> None:
    if drafted.state != TemplateVersion.State.DRAFT:
        raise UnableToPublish(_("Only a draft is published. Upload a new version."))
    hindering = [sentence for code, sentence in drafted.problems if code not in HARMLESS]
    if hindering:
        raise UnableToPublish(_("Correct this first: %(problem)s") % {"problem": hindering[0]})
    services = TemplateService.objects.filter(template=template).values_list("service_id", flat=True)
    strange = unknown(drafted.places, known_fields(services))
    if strange:
        raise UnableToPublish(
            _("Nobody knows these places: %(names)s. Correct the file and upload it anew.")
            % {"names": ", ".join(f"{{{name}}}" for name in strange)}
        )

"""Documents of contracts with their versions, and the templates they are made from."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.platform.core import clock


class Group(models.TextChoices):
    """Where a document stands among those of a contract."""

    MUTUAL = "mutual", _("between client and company")
    CLIENT = "client", _("of the client")
    LAWYER = "lawyer", _("prepared by the lawyer")
    PORTAL = "portal", _("published in the portal")
    SAMPLE = "sample", _("samples")


GROUPS = tuple(Group.values)


class DocumentType(models.Model):
    """A kind of paper: contract, scan of a passport's main page, power of attorney."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("place in the order"), default=100)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["order", "id"], name="documents_type_by_order")]
        constraints = [models.UniqueConstraint(fields=["name"], name="documents_type_name_once")]

    @override
    def __str__(self) -> str:
        return self.name


class Template(models.Model):
    """A form of a document, with its versions. Without services it is for all contracts.

    `preset` is the key of the ready form of the house that it began as.
    """

    name = models.CharField(_("name"), max_length=160)
    group = models.CharField(_("group"), max_length=16, choices=Group.choices, default=Group.MUTUAL)
    type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type of paper")
    )
    preset = models.CharField(max_length=40, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="documents_template_newest")]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="documents_template_name_once"),
            models.UniqueConstraint(
                fields=["preset"], condition=~Q(preset=""), name="documents_template_preset_once"
            ),
            models.CheckConstraint(condition=Q(group__in=GROUPS), name="documents_template_group_known"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class TemplateService(models.Model):
    """That a template is for contracts with this service."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "service"], name="documents_templateservice_once")
        ]


class TemplateVersion(models.Model):
    """One uploaded file of a template. Only its state changes; a migration has the database hold that.

    `places` are the names it asks for (`name`, `group.name`), `problems` pairs of a code and a sentence that
    says what to correct.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("out of use")

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="documents_templateversion_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="published"), name="documents_template_one_published"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="draft"), name="documents_template_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "retired"]),
                name="documents_templateversion_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="documents_templateversion_dated",
            ),
        ]


class Kept(models.Manager["Document"]):
    """Documents that nobody has removed: the others are found nowhere, nor are their files."""

    @override
    def get_queryset(self) -> models.QuerySet[Document]:
        return super().get_queryset().filter(removed_at__isnull=True)


class Document(models.Model):
    """A document of a contract, filed by group and type. Who sees the contract's row sees it.

    `last_number`, `changed_at` and `changed_by` repeat its newest version, so that lists need no join.
    """

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    title = models.CharField(_("name"), max_length=200)
    title_key = models.GeneratedField(
        expression=Replace(Lower("title"), Value("ё"), Value("е")),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )
    group = models.CharField(_("group"), max_length=16, choices=Group.choices)
    type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("type of paper")
    )
    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("template")
    )
    is_published = models.BooleanField(_("shown in the portal"), default=False)
    last_number = models.PositiveSmallIntegerField(_("version"))
    changed_at = models.DateTimeField(_("made"))
    changed_by = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("made by")
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = Kept()
    everything = models.Manager["Document"]()

    class Meta:
        indexes = [
            models.Index(fields=["contract", "group"], name="documents_of_contract"),
            models.Index(fields=["-changed_at", "-id"], name="documents_newest"),
            GinIndex(fields=["title_key"], opclasses=["gin_trgm_ops"], name="documents_title_part"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(group__in=GROUPS), name="documents_group_known"),
            models.CheckConstraint(condition=~Q(title=""), name="documents_titled"),
            models.CheckConstraint(condition=Q(last_number__gte=1), name="documents_has_a_version"),
        ]

    @override
    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One version of a document: its file, and its PDF once a job has made it. The file never changes.

    `missing` are the places that stayed empty; `key` is the word under which a repeated press is known.
    """

    class Pdf(models.TextChoices):
        NONE = "none", _("no PDF")
        WAITING = "waiting", _("PDF is being made")
        READY = "ready", _("PDF")
        FAILED = "failed", _("no PDF could be made")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="+", null=True
    )
    missing = models.JSONField(default=list)
    pdf = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    pdf_state = models.CharField(max_length=16, choices=Pdf.choices, default=Pdf.NONE)
    pdf_note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    key = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="documents_version_once"),
            models.UniqueConstraint(fields=["key"], name="documents_made_once"),
            models.CheckConstraint(
                condition=Q(pdf_state__in=["none", "waiting", "ready", "failed"]),
                name="documents_version_pdf_known",
            ),
            models.CheckConstraint(
                condition=Q(pdf_state="ready", pdf__isnull=False)
                | (~Q(pdf_state="ready") & Q(pdf__isnull=True)),
                name="documents_version_pdf_whole",
            ),
        ]


__all__ = [
    "Document",
    "DocumentType",
    "DocumentVersion",
    "Group",
    "Template",
    "TemplateService",
    "TemplateVersion",
]

"""Forms of documents: they read what was typed; the commands decide."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.practice.documents.models import Document, DocumentType, Group, TemplateVersion
from femida.practice.services.models import Service

LONGEST_SHOWN = 20_000


class KeyedForm(forms.Form):
    """A form that may be sent twice by a press too many: its key tells."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def _types(actor: Actor, kept: int | None = None) -> Any:
    rows = visible(actor, DocumentType).order_by("order", "pk")
    return (
        rows.filter(is_active=True) | rows.filter(pk=kept)
        if kept is not None
        else rows.filter(is_active=True)
    )


class MakeForm(KeyedForm):
    """Which template; what stays empty is shown once it is known, and needs a tick."""

    template = forms.ChoiceField(label=_("Template"))
    document = forms.ChoiceField(
        label=_("File it as"),
        required=False,
        help_text=_("A further version leaves the earlier ones as they are."),
    )
    accepted = forms.BooleanField(label=_("Make it with empty places"), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SHOWN)

    def __init__(
        self,
        *args: Any,
        templates: Iterable[TemplateVersion],
        documents: Sequence[Document],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.template_id), one.template.name) for one in templates]
        self.fields["template"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            self.fields["template"].help_text = _("No template in use is for the services of this contract.")
        choices: list[tuple[str, Any]] = [("", _("a new document"))]
        choices += [(str(one.pk), _("a version of “%(name)s”") % {"name": one.title}) for one in documents]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]
        if not documents:
            self.fields["document"].widget = forms.HiddenInput()
        if not self.is_bound or not self.data.get("shown"):
            self.fields["accepted"].widget = forms.HiddenInput()

    def accepted_names(self) -> list[str]:
        """The places that the person was shown and let stay empty."""
        if not self.cleaned_data["accepted"]:
            return []
        try:
            names = json.loads(self.cleaned_data["shown"] or "[]")
        except ValueError:
            return []
        return [str(name) for name in names] if isinstance(names, list) else []

    def show(self, names: Sequence[str]) -> None:
        """Ask for the tick: these places will stay empty."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["shown"], data["accepted"] = json.dumps(names, ensure_ascii=False), ""
        self.data = data
        self.fields["accepted"].widget = forms.CheckboxInput()


class UploadForm(KeyedForm):
    """A file and where it is filed."""

    file = forms.FileField(label=_("File"), max_length=1000)
    title = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is the name of the type."),
    )
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices, initial=Group.CLIENT)
    type = forms.ModelChoiceField(DocumentType.objects.none(), label=_("Type of paper"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = _types(actor)  # type: ignore[attr-defined]


class VersionForm(KeyedForm):
    """A file in place of the one that is there."""

    file = forms.FileField(label=_("File"), max_length=1000)


class FileForm(forms.Form):
    """Name, group and type of a document."""

    title = forms.CharField(label=_("Name"), max_length=200)
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices)
    type = forms.ModelChoiceField(DocumentType.objects.none(), label=_("Type of paper"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = _types(actor, self.initial.get("type"))  # type: ignore[attr-defined]


class TemplateEditForm(forms.Form):
    """Name, place and services of a template."""

    name = forms.CharField(label=_("Name"), max_length=160)
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices)
    type = forms.ModelChoiceField(DocumentType.objects.none(), label=_("Type of paper"))
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("For which services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: for all contracts."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = _types(actor, self.initial.get("type"))  # type: ignore[attr-defined]
        kept = self.initial.get("services") or []
        rows = visible(actor, Service)
        offered = rows.filter(is_active=True) | rows.filter(pk__in=kept)
        self.fields["services"].queryset = offered.order_by("name_key")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the commands take it."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "group": data["group"],
            "type_id": data["type"].pk,
            "service_ids": [service.pk for service in data["services"]],
        }


class TemplateForm(TemplateEditForm):
    """A new template with its file."""

    file = forms.FileField(
        label=_("File"),
        max_length=1000,
        help_text=_("A Word document (.docx) with places such as {клиент родительный}."),
    )
    field_order = ("name", "file", "group", "type", "services")


class TemplateFileForm(forms.Form):
    """A further version of a template."""

    file = forms.FileField(label=_("File"), max_length=1000)


class TypeForm(forms.Form):
    """A type of papers."""

    name = forms.CharField(label=_("Name"), max_length=120)
    order = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=1000, initial=100)


class TypeEditForm(TypeForm):
    """A type that is there already."""

    is_active = forms.BooleanField(label=_("In use"), required=False)


class PublishForm(forms.Form):
    """Nothing to fill in: how the trial came out stands above the button."""

    trial = forms.CharField(label=_("Trial on the newest contracts"), required=False, disabled=True)

    def __init__(self, *args: Any, note: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trial"].widget = forms.Textarea(attrs={"rows": 4, "readonly": True})
        self.fields["trial"].initial = note

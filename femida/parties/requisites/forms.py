"""Forms of requisites: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.parties.requisites.commands.sealed import LONGEST_REASON
from femida.parties.requisites.models import CASES, GENDERS, IdentityDocument

_NO_HINTS = {"autocomplete": "off"}
_NUMERIC = {**_NO_HINTS, "inputmode": "numeric"}


def line(
    label: Any, *, required: bool = False, help_text: Any = "", numeric: bool = False
) -> forms.CharField:
    """One line that the browser does not remember."""
    widget = forms.TextInput(attrs=_NUMERIC if numeric else _NO_HINTS)
    return forms.CharField(label=label, required=required, help_text=help_text, widget=widget)


def day(label: Any) -> forms.DateField:
    """A calendar day that may be left out."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def gender() -> forms.ChoiceField:
    """How the name is declined."""
    choices = [("", _("by the name itself")), *GENDERS]
    return forms.ChoiceField(label=_("Gender in documents"), required=False, choices=choices)


class PersonForm(forms.Form):
    """Requisites of a person or a sole trader that are not sealed."""

    birth_date = day(_("Date of birth"))
    birth_place = line(_("Place of birth"))
    registered_address = line(_("Address of registration"))
    ogrnip = line(_("OGRNIP"), help_text=_("15 digits, of sole traders only."), numeric=True)
    gender = gender()


class OrganisationForm(forms.Form):
    """Requisites of an organisation."""

    full_name = line(_("Full name"))
    short_name = line(_("Short name"))
    inn = line(_("INN"), numeric=True)
    kpp = line(_("KPP"))
    ogrn = line(_("OGRN"), numeric=True)
    legal_address = line(_("Legal address"))
    head_name = line(_("Name of the head"), help_text=_("Surname, given name and patronymic."))
    head_position = line(_("Position of the head"))
    head_basis = line(_("Acts on the basis of"), help_text=_("As contracts say it: «of the Charter»."))
    gender = gender()


class DocumentForm(forms.Form):
    """The number of a document of a person."""

    kind = forms.ChoiceField(label=_("Document"), choices=IdentityDocument.Kind.choices)
    number = line(_("Number, with the series"), required=True, numeric=True)
    issuer = line(_("Issued by"), help_text=_("The last three fields are of passports only."))
    issued_on = day(_("Date of issue"))
    unit_code = line(_("Code of the unit"), numeric=True)


class AccountForm(forms.Form):
    """A bank account."""

    bic = line(_("BIC"), required=True, numeric=True)
    bank_name = line(_("Bank"), required=True)
    account = line(_("Account in a bank"), required=True, numeric=True)
    corr_account = line(_("Correspondent account"), numeric=True)


class ReasonForm(forms.Form):
    """Why the whole number is needed."""

    reason = forms.CharField(
        label=_("What for"),
        max_length=LONGEST_REASON,
        help_text=_("The reason is kept together with your name and the time."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class CorrectionForm(forms.Form):
    """The right form of a word of the name."""

    word = forms.ChoiceField(label=_("Word of the name"))
    case = forms.ChoiceField(label=_("Grammatical case"), choices=CASES)
    form = line(_("Right form"), help_text=_("Leave it empty to forget the correction."))

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]

"""Forms of parties: they read what was typed; the commands decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Office
from femida.firm.staff.models import Employee
from femida.parties.registry.commands.closing import LONGEST_REASON as LONGEST_WALL_REASON
from femida.parties.registry.commands.contacts import LONGEST_LABEL, LONGEST_REASON
from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope

_NO_HINTS = {"autocomplete": "off"}


class NameForm(forms.Form):
    """The name of a person or of an organisation."""

    kind = forms.ChoiceField(label=_("Who is it"), choices=Party.Kind.choices)
    surname = forms.CharField(label=_("Surname"), required=False, widget=forms.TextInput(attrs=_NO_HINTS))
    given_name = forms.CharField(label=_("Given name"), required=False)
    patronymic = forms.CharField(label=_("Patronymic"), required=False)
    legal_name = forms.CharField(
        label=_("Name of the organisation"),
        required=False,
        help_text=_("For organisations only, with the form: ООО «Ромашка»."),
    )


class RegisterForm(NameForm):
    """A new party with its first contacts."""

    phones = forms.CharField(
        label=_("Phone"), required=False, widget=forms.TextInput(attrs={**_NO_HINTS, "type": "tel"})
    )
    emails = forms.CharField(label=_("E-mail"), required=False, widget=forms.TextInput(attrs=_NO_HINTS))
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"), required=False)

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(is_active=True)
        if policy.scope("parties.register") < Scope.FIRM:
            offices = offices.filter(pk__in=sorted(policy.placement.offices))
        self.fields["office"].queryset = offices.order_by("name")  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """A further number or address."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(label=_("Number, address or account"), widget=forms.TextInput(attrs=_NO_HINTS))
    label = forms.CharField(
        label=_("Label"), max_length=LONGEST_LABEL, required=False, help_text=_("Work, spouse, daytime only…")
    )
    is_primary = forms.BooleanField(label=_("Make it the main one"), required=False)


class RevealForm(forms.Form):
    """Why the whole contact is needed."""

    reason = forms.CharField(
        label=_("What for"),
        max_length=LONGEST_REASON,
        help_text=_("The reason is kept together with your name and the time."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )


class CloseForm(forms.Form):
    """Who keeps the access to a closed matter, and why it is closed."""

    people = forms.ModelMultipleChoiceField(
        Employee.objects.none(),
        label=_("Who will see the matter"),
        help_text=_("Nobody else will, whatever their rights. Name yourself if you need it further."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_WALL_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Employee.objects.filter(account__is_active=True).order_by("name_key")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Who answers for the party."""

    responsible = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Responsible"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Employee.objects.filter(status=Employee.Status.ACTIVE).order_by("name_key")
        self.fields["responsible"].queryset = people  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """What the party is to the firm."""

    role = forms.ChoiceField(label=_("Role"), choices=PartyRole.Role.choices)


class TailForm(forms.Form):
    """The last four digits of a number."""

    tail = forms.CharField(
        label=_("Last four digits"),
        widget=forms.TextInput(attrs={**_NO_HINTS, "inputmode": "numeric", "autofocus": True}),
    )

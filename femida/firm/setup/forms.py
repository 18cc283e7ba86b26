"""The form of the set-up: it reads what was typed; the command decides."""

from __future__ import annotations

import zoneinfo
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from femida.firm.setup.commands import Firm
from femida.firm.setup.ports import practices

# Russian zones first, by what their people call them: the offset from Moscow.
ZONES: Final = (
    ("Europe/Kaliningrad", _("Kaliningrad, Moscow −1")),
    ("Europe/Moscow", _("Moscow")),
    ("Europe/Samara", _("Samara, Moscow +1")),
    ("Asia/Yekaterinburg", _("Yekaterinburg, Moscow +2")),
    ("Asia/Omsk", _("Omsk, Moscow +3")),
    ("Asia/Novosibirsk", _("Novosibirsk, Moscow +4")),
    ("Asia/Irkutsk", _("Irkutsk, Moscow +5")),
    ("Asia/Yakutsk", _("Yakutsk, Moscow +6")),
    ("Asia/Vladivostok", _("Vladivostok, Moscow +7")),
    ("Asia/Magadan", _("Magadan, Moscow +8")),
    ("Asia/Kamchatka", _("Kamchatka, Moscow +9")),
)


def _line(
    label: Any, *, longest: int = 120, required: bool = True, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def _password(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )


class SetUpForm(forms.Form):
    """A firm's first day on one page."""

    entity = _line(_("Short name of the firm"), help_text=_("As in contracts: ООО «Право»."), autofocus=True)
    entity_name = _line(
        _("Full legal name"), longest=300, required=False, help_text=_("Empty: the same as the short one.")
    )
    inn = _line(_("INN"), longest=20, required=False, inputmode="numeric")
    kpp = _line(_("KPP"), longest=20, required=False, inputmode="numeric")
    ogrn = _line(_("OGRN or OGRNIP"), longest=20, required=False, inputmode="numeric")
    office = _line(_("Name of the office"), help_text=_("More offices are opened later."))
    city = _line(_("City"))
    time_zone = forms.ChoiceField(label=_("Time zone"), initial="Europe/Moscow")
    surname = _line(_("Surname"), autocomplete="family-name")
    given_name = _line(_("Given name"), autocomplete="given-name")
    patronymic = _line(_("Patronymic"), required=False, autocomplete="additional-name")
    login = _line(
        _("Login"), longest=64, help_text=_("Latin letters, digits, dot, dash."),
        autocapitalize="none", spellcheck="false", autocomplete="username",
    )  # fmt: skip
    password = _password(_("Password"), _("At least 10 characters; a few unrelated words are good."))
    repeated = _password(_("The password once more"))
    practices = forms.MultipleChoiceField(
        label=_("What the firm does"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Services of these practices are set up, without prices. All of it can be changed later."
        ),
    )

    SECTIONS: Final = (
        (_("The firm"), ("entity", "entity_name", "inn", "kpp", "ogrn")),
        (_("The first office"), ("office", "city", "time_zone")),
        (
            _("You, the administrator"),
            ("surname", "given_name", "patronymic", "login", "password", "repeated"),
        ),
        (_("Practices"), ("practices",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [zone for zone, _name in ZONES]
        others = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and zone not in zones)
        self.fields["time_zone"].choices = [*ZONES, *((zone, zone) for zone in others)]  # type: ignore[attr-defined]
        self.fields["practices"].choices = [(one.key, one.label) for one in practices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The two passwords are one."""
        data = super().clean() or {}
        if data.get("password") and data.get("repeated") and data["password"] != data["repeated"]:
            self.add_error("repeated", _("The two do not match."))
        return data

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields by steps, for the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def firm(self) -> Firm:
        """What was typed, as the command takes it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "repeated"}
        return Firm(**data)

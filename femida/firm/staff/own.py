"""What every person may change about their own account: the look, the password, where it is signed in."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.inputs import Inputs
from femida.firm.staff.events import PasswordChanged, ProfileChanged, SessionsEnded
from femida.firm.staff.models import Employee
from femida.platform.accounts.models import User
from femida.platform.accounts.sessions import end_sessions
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.recording import record

RIGHT = "profile.change"
LANGUAGES = frozenset({"ru", "en"})


@command(right=RIGHT, on=User)
def change_profile(
    actor: Actor, *, language: str | None = None, theme: str | None = None, density: str | None = None
) -> None:
    """Choose how the pages look to the actor; what is None stays. Raises Invalid."""
    account = _own_account(actor)
    before = (account.language, account.theme, account.density)
    inputs = Inputs()
    if language is not None:
        account.language = inputs.choice("language", language, LANGUAGES)
    if theme is not None:
        account.theme = inputs.choice("theme", theme, frozenset(User.Theme.values))
    if density is not None:
        account.density = inputs.choice("density", density, frozenset(User.Density.values))
    inputs.check()
    if before == (account.language, account.theme, account.density):
        return
    save(account, "language", "theme", "density")
    record(ProfileChanged(account_id=account.pk))


@command(right=RIGHT, on=User)
def change_password(actor: Actor, *, current: str, new: str, session_key: str | None) -> None:
    """Give the actor's account a new password and sign it out everywhere but in the session named.

    The caller counts the tries (`accounts.attempts`): a refused command keeps nothing. Raises Invalid.
    """
    account = _own_account(actor)
    if not account.check_password(current):
        raise Invalid({"current": _("This is not your password.")})
    account.set_password(checked_password(new, account, "new"))
    save(account, "password")
    end_sessions(account.pk, but=session_key)
    record(PasswordChanged(account_id=account.pk, employee_id=_employee_id(account), by_owner=True))


@command(right=RIGHT, on=User, in_maintenance=True)
def sign_out_elsewhere(actor: Actor, *, session_key: str | None) -> None:
    """End every session of the actor's account but the one named."""
    account = _own_account(actor)
    if end_sessions(account.pk, but=session_key):
        record(SessionsEnded(account_id=account.pk, employee_id=_employee_id(account)))


def checked_password(password: str, account: User, field: str) -> str:
    """The password, if it is hard to guess. Raises Invalid with the sentences of the checks."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid({field: " ".join(error.messages)}) from error
    return password


def _own_account(actor: Actor) -> User:
    if actor.id is None:
        raise Denied(right=RIGHT)
    return take(actor, User, actor.id)


def _employee_id(account: User) -> int | None:
    return Employee.objects.filter(account_id=account.pk).values_list("pk", flat=True).first()

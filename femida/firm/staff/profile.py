"""The pages of one's own account: the look, the password, where one is signed in."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.firm.staff.browsers import browser_name
from femida.firm.staff.commands import change_password, change_profile, sign_out_elsewhere
from femida.firm.staff.forms import LookForm, PasswordForm
from femida.firm.staff.models import Employee
from femida.platform.access.queries import visible
from femida.platform.accounts.attempts import count_attempt, forgive
from femida.platform.accounts.models import Session, User
from femida.platform.core.errors import Denied, UnableTo
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.components import Head, badge, cell, facts, safe, table, text
from femida.platform.ui.formats import moment
from femida.platform.ui.pages import render_page

RIGHT = "profile.change"
SHOWN_SESSIONS = 50


class UnableToTryAgain(UnableTo):
    """Too many wrong passwords in a short time."""

    code = "unable_to_try_again"


@page(right=RIGHT)
def profile(request: PageRequest) -> HttpResponse:
    """The reader's own account."""
    account = _account(request)
    sessions = list(
        visible(request.actor, Session)
        .filter(expire_date__gt=timezone.now())
        .order_by("-signed_in_at")[:SHOWN_SESSIONS]
    )
    context = {
        "title": _("Profile"),
        "about": _about(account),
        "look": facts(
            [
                (_("Language"), account.get_language_display()),
                (_("Theme"), account.get_theme_display()),
                (_("Rows of lists"), account.get_density_display()),
            ]
        ),
        "sessions": _sessions(sessions, request.session.session_key),
        "others": len(sessions) > 1,
    }
    return render_page(request, "staff/profile.html", context)


@page(right=RIGHT, methods=("GET", "POST"))
def look(request: PageRequest) -> HttpResponse:
    """Choose language, theme and density."""
    account = _account(request)

    def act(form: LookForm, _version: int | None) -> str:
        change_profile(request.actor, **form.cleaned_data)
        return reverse("profile:page")

    return form_view(
        request,
        LookForm,
        act,
        title=_("Look of the pages"),
        initial={"language": account.language, "theme": account.theme, "density": account.density},
        back=reverse("profile:page"),
    )


@page(right=RIGHT, methods=("GET", "POST"))
def password(request: PageRequest) -> HttpResponse:
    """Give oneself a new password; tries are counted as at the door."""
    account = _account(request)

    def act(form: PasswordForm, _version: int | None) -> str:
        if not count_attempt(account.login, request.META.get("REMOTE_ADDR") or ""):
            raise UnableToTryAgain(_("Too many wrong attempts. Wait five minutes and try again."))
        change_password(
            request.actor,
            current=form.cleaned_data["current"],
            new=form.cleaned_data["new"],
            session_key=request.session.session_key,
        )
        forgive(account.login)
        account.refresh_from_db(fields=["password"])
        update_session_auth_hash(request, account)
        return reverse("profile:page")

    return form_view(
        request,
        PasswordForm,
        act,
        title=_("Change the password"),
        submit=_("Save the new password"),
        back=reverse("profile:page"),
    )


@page(right=RIGHT, methods=("POST",))
def elsewhere(request: PageRequest) -> HttpResponse:
    """Sign out of every browser but this one."""
    sign_out_elsewhere(request.actor, session_key=request.session.session_key)
    return HttpResponseRedirect(reverse("profile:page"))


def _account(request: PageRequest) -> User:
    if not isinstance(request.user, User):
        raise Denied(right=RIGHT)
    return request.user


def _about(account: User) -> SafeString:
    row = (
        Employee.objects.filter(account_id=account.pk)
        .values_list("position__name", "main_office__name", "department__name", "manager__name", "extension")
        .first()
    )
    pairs: list[tuple[object, object]] = [(_("Login"), cell(account.login))]
    if row is not None:
        labels = (_("Position"), _("Main office"), _("Department"), _("Head"), _("Internal number"))
        pairs += [(label, cell(value)) for label, value in zip(labels, row, strict=True)]
    return facts(pairs)


def _sessions(sessions: list[Session], current: str | None) -> SafeString:
    heads = [
        Head(label=_("Browser")),
        Head(label=_("Signed in")),
        Head(label=_("Address"), width="mid"),
    ]
    unknown, here = _("Unknown browser"), badge(_("this one"), tone="good")
    rows = [
        safe(
            f"<tr><td>{text(browser_name(session.browser) or unknown)} "
            f"{here if session.session_key == current else ''}</td>"
            f"<td>{text(moment(session.signed_in_at))}</td>"
            f'<td class="f-col-mid">{cell(session.address)}</td></tr>'
        )
        for session in sessions
    ]
    return table(heads, rows, label=_("Your sign-ins"))

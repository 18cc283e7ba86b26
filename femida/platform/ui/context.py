"""Template variables that every page has: the look its reader chose, and the words of the scripts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

THEMES = ("auto", "light", "dark")
DENSITIES = ("normal", "dense")
LANGUAGES = ("ru", "en")

SCRIPT_WORDS = {
    "offline": _("No connection. What you typed stays here; repeat when it is back."),
    "failed": _("Something broke on our side. Nothing was saved; try again in a minute."),
    "denied": _("You may not do this. The administrator can grant the right."),
    "notFound": _("This is no longer here or is not open to you."),
    "stale": _("Someone changed this a moment ago. Look at the fresh version and repeat."),
    "refused": _("This could not be done."),
    "slow": _("The server does not answer. Try again."),
    "tooMany": _("Too many requests. Wait a minute and try again."),
    "leave": _("Leave? What you typed here will be lost."),
    "leaveAct": _("Leave without saving"),
    "stay": _("Stay"),
    "confirmAct": _("Continue"),
    "cancel": _("Cancel"),
    "close": _("Close"),
    "copied": _("Copied"),
    "moved": _("Moved to “%(place)s”"),
    "selected": _("Selected: %(count)s"),
    "keysHere": _("On this page"),
    "keysGo": _("Go to"),
    "keysMake": _("Make new"),
}


def look(request: HttpRequest) -> dict[str, Any]:
    """`theme`, `density`, `language`, `language_choices`, and whose stream `live_user` is.

    Everything comes from the account already loaded with the session: no query of its own.
    """
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    theme = getattr(user, "theme", "") if signed_in else ""
    density = getattr(user, "density", "") if signed_in else ""
    return {
        "theme": theme if theme in THEMES else "auto",
        "density": density if density in DENSITIES else "normal",
        "language": (get_language() or "ru").split("-")[0],
        "language_choices": [(code, get_language_info(code)["name_local"]) for code in LANGUAGES],
        "live_user": user.pk if signed_in and user is not None else "",
    }

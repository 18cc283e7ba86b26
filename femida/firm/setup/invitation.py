"""Who may set up an empty installation: whoever sits at this machine, or reads its console."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from femida.platform.accounts.backends import is_loopback
from femida.platform.accounts.models import User
from femida.platform.screens.sign_in import first_pages

TOKEN_BYTES = 24


def token_path() -> Path:
    """Where the token of the console lies; only the owner of the data folder reads it."""
    return Path(settings.FEMIDA_DATA) / "run" / "setup-token"


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def invite() -> str:
    """Make a new token while the house is empty and return it; otherwise remove the old one and return ""."""
    path = token_path()
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    if not is_empty():
        return ""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
    return token


def is_invited(request: HttpRequest, token: str) -> bool:
    """Whether the one who asks sits at this machine or knows the token that the console printed."""
    if is_loopback(request):
        return True
    try:
        expected = token_path().read_text(encoding="ascii").strip()
    except OSError:
        return False
    return bool(expected) and secrets.compare_digest(token.encode(), expected.encode())


def forget_token() -> None:
    """The token opens once."""
    token_path().unlink(missing_ok=True)


class _Known:
    # people never all go away again: once there is one, nobody is asked
    has_people = False


@first_pages.adds("setup")
def first_page() -> str:
    """The set-up page for those who would sign in to an empty house."""
    if not _Known.has_people:
        _Known.has_people = not is_empty()
    return "" if _Known.has_people else reverse("setup:page")

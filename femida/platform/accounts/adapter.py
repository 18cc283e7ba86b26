"""How allauth works here: no sign-up, our own limit on guesses, every sign-in noted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from femida.platform.accounts.attempts import count_attempt, forgive
from femida.platform.accounts.models import User
from femida.platform.accounts.ports import SignIn, tell
from femida.platform.accounts.sessions import note_sign_in


def address_of(request: HttpRequest) -> str:
    """Where the request came from: what the server saw, corrected only by proxies that settings name."""
    return request.META.get("REMOTE_ADDR") or ""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's decisions about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The login or the password is wrong."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @override
    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    @override
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not count_attempt(credentials.get("username") or "", address_of(request)):
            raise self.validation_error("too_many_login_attempts")

    @override
    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User):
            return None
        forgive(credentials.get("username") or "")
        return user

    @override
    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = User.objects.filter(login__iexact=credentials.get("username") or "").first()
        tell(SignIn.FAILED, known.pk if known else None, address_of(request))

    @override
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note_sign_in(request)
        tell(SignIn.SIGNED_IN, user.pk, address_of(request))

    @override
    def logout(self, request: HttpRequest) -> None:
        account_id = request.user.pk if request.user.is_authenticated else None
        super().logout(request)
        if account_id is not None:
            tell(SignIn.SIGNED_OUT, account_id, address_of(request))

    @override
    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the page that follows is message enough."""

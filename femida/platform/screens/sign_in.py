"""The door: allauth's pages at our addresses, each with what it demands."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path

from femida.platform.core.ports import Port
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest

_FORM = ("GET", "POST")

# Where those are sent who would sign in while nobody can (an address, or nothing); the set-up hangs in here.
first_pages: Port[Callable[[], str]] = Port("first page")

_login = LoginView.as_view()


@page(right=None, reason="the door itself", methods=_FORM, public=True)
def sign_in(request: PageRequest) -> HttpResponseBase:
    """The form at the door, or what comes before there is anybody to open it."""
    for first_page in first_pages:
        if address := first_page():
            return HttpResponseRedirect(address)
    answer: HttpResponseBase = _login(request)
    return answer


sign_out = page(right=None, reason="whoever is in may leave", methods=_FORM, public=True)(
    LogoutView.as_view()
)
confirm_identity = page(right=None, reason="one's own account", methods=_FORM)(ReauthenticateView.as_view())

# The names are those that allauth looks for. The password is changed by a command of the staff room.
urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("confirm/", confirm_identity, name="account_reauthenticate"),
]

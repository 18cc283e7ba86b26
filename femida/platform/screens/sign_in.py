"""The door: allauth's pages at our addresses, each with what it demands."""

from __future__ import annotations

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from django.urls import path

from femida.platform.screens.pages import page

_FORM = ("GET", "POST")

sign_in = page(right=None, reason="the door itself", methods=_FORM, public=True)(LoginView.as_view())
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

"""A small site for the tests of the door: the sign-in page, a page behind it, a page in front of it."""

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone, translation


def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        f"{request.user.login} {translation.get_language()} {timezone.get_current_timezone_name()}"
    )


def outside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")


outside.is_public = True  # type: ignore[attr-defined]

urlpatterns = [
    path("sign-in/", LoginView.as_view(), name="account_login"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    path("inside/", inside),
    path("outside/", outside),
]

"""Addresses for the tests of this room alone."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("", include("femida.platform.ui.urls")),
    path("sign-in/", lambda request: HttpResponse("door"), name="account_login"),
]

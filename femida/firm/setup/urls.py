"""Addresses of the set-up."""

from django.urls import include, path

from femida.firm.setup import views

_own = [path("", views.set_up, name="page"), path("next-steps/away/", views.put_away, name="put-away")]

urlpatterns = [path("setup/", include((_own, "setup")))]

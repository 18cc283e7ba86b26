"""Addresses of the intake."""

from django.urls import path

from femida.sales.intake import views

app_name = "intake"

urlpatterns = [
    path("intake/web/<str:key>", views.web, name="web"),
    path("intake/web/<str:key>/thanks", views.thanks, name="thanks"),
]

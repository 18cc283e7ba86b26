"""Addresses of legal entities, offices and departments."""

from django.urls import path

from femida.firm.offices import views
from femida.firm.offices.objects import DEPARTMENT, LEGAL_ENTITY, OFFICE
from femida.platform.screens.urls import object_urls

urlpatterns = [
    *object_urls(
        LEGAL_ENTITY,
        path("new/", views.new_entity, name="new"),
        path("<int:pk>/edit/", views.edit_entity, name="edit"),
        path("<int:pk>/bank/", views.bank, name="bank"),
    ),
    *object_urls(
        OFFICE,
        path("new/", views.new_office, name="new"),
        path("<int:pk>/edit/", views.edit_office, name="edit"),
    ),
    *object_urls(
        DEPARTMENT,
        path("new/", views.new_department, name="new"),
        path("<int:pk>/edit/", views.edit_department, name="edit"),
    ),
]

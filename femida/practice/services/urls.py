"""Addresses of services and their groups."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.practice.services import views
from femida.practice.services.objects import SERVICE, SERVICE_GROUP

urlpatterns = [
    *object_urls(
        SERVICE_GROUP,
        path("new/", views.new_group, name="new"),
        path("<int:pk>/edit/", views.edit_group, name="edit"),
    ),
    *object_urls(
        SERVICE,
        path("new/", views.new_service, name="new"),
        path("<int:pk>/edit/", views.edit_service, name="edit"),
        path("<int:pk>/archive/", views.archive, name="archive"),
        path("<int:pk>/restore/", views.restore, name="restore"),
        path("<int:pk>/price/", views.price, name="price"),
        path("<int:pk>/vat/", views.vat, name="vat"),
        path("<int:pk>/stages/new/", views.new_stage, name="new-stage"),
        path("<int:pk>/stages/<int:stage_pk>/", views.edit_stage, name="edit-stage"),
        path("<int:pk>/fields/new/", views.new_field, name="new-field"),
        path("<int:pk>/fields/<int:field_pk>/", views.edit_field, name="edit-field"),
    ),
]

"""Addresses of documents, templates and types of papers."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.practice.documents import template_views, views
from femida.practice.documents.objects import DOCUMENT, TEMPLATE, TYPE

urlpatterns = [
    *object_urls(
        DOCUMENT,
        path("of-contract/<int:contract_pk>/make/", views.make, name="make"),
        path("of-contract/<int:contract_pk>/upload/", views.upload, name="upload"),
        path("<int:pk>/versions/new/", views.new_version, name="new-version"),
        path("<int:pk>/versions/<int:number>/pdf/", views.pdf_again, name="pdf-again"),
        path("<int:pk>/edit/", views.edit, name="edit"),
        path("<int:pk>/show/", views.show, name="show"),
        path("<int:pk>/hide/", views.hide, name="hide"),
        path("<int:pk>/remove/", views.remove, name="remove"),
    ),
    *object_urls(
        TEMPLATE,
        path("new/", template_views.new_template, name="new"),
        path("<int:pk>/edit/", template_views.edit_template, name="edit"),
        path("<int:pk>/upload/", template_views.upload, name="upload"),
        path("<int:pk>/publish/<int:number>/", template_views.publish, name="publish"),
        path("<int:pk>/retire/", template_views.retire, name="retire"),
        path("<int:pk>/trial/", template_views.try_out, name="trial"),
        path("<int:pk>/trial/<int:number>/<int:contract_pk>/", template_views.sample, name="sample"),
    ),
    *object_urls(
        TYPE,
        path("places/", template_views.places, name="places"),
        path("presets/", template_views.presets, name="presets"),
        path("new/", template_views.new_type, name="new"),
        path("<int:pk>/edit/", template_views.edit_type, name="edit"),
    ),
]

"""Addresses of parties."""

from django.urls import path

from femida.parties.registry import views
from femida.parties.registry.objects import PARTY_TYPE
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(
    PARTY_TYPE,
    path("new/", views.new, name="new"),
    path("by-tail/", views.find_by_tail, name="by-tail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/open/", views.reopen, name="open"),
    path("<int:pk>/contacts/add/", views.add_contact, name="add-contact"),
    path("<int:pk>/roles/add/", views.add_role, name="add-role"),
    path("contacts/<int:pk>/reveal/", views.reveal, name="reveal"),
    path("contacts/<int:pk>/remove/", views.remove_contact, name="remove-contact"),
    path("roles/<int:pk>/end/", views.end_role, name="end-role"),
)

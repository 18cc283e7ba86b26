"""Addresses of calls."""

from django.urls import path

from femida.comms.telephony import views
from femida.comms.telephony.objects import CALL
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(
    CALL,
    path("record/<int:party_id>/", views.record, name="record"),
    path("<int:pk>/comment/", views.comment, name="comment"),
)

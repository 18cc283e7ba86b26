"""Addresses of tasks."""

from django.urls import path

from femida.planning.tasks import views
from femida.planning.tasks.objects import TASK
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(
    TASK,
    path("new/", views.new, name="new"),
    path("add/<str:object_type>/<int:object_id>/", views.add, name="add"),
    path("<int:pk>/finish/", views.finish, name="finish"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
)

"""Addresses of leads."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.sales.leads import views
from femida.sales.leads.objects import LEAD

urlpatterns = object_urls(
    LEAD,
    path("new/", views.new, name="new"),
    path("joined/", views.joined, name="joined"),
    path("take-next/", views.take_next, name="take-next"),
    path("<int:pk>/take/", views.take_one, name="take"),
    path("<int:pk>/qualify/", views.qualify, name="qualify"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/defer/", views.defer, name="defer"),
    path("<int:pk>/subject/", views.subject, name="subject"),
    path("<int:pk>/reassign/", views.reassign, name="reassign"),
)

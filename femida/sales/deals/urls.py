"""Addresses of deals."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.sales.deals import views
from femida.sales.deals.objects import DEAL

urlpatterns = object_urls(
    DEAL,
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
    path("<int:pk>/defer/", views.defer, name="defer"),
    path("<int:pk>/reassign/", views.reassign, name="reassign"),
)

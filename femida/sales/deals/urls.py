"""Addresses of deals."""

from femida.platform.screens.urls import object_urls
from femida.sales.deals.objects import DEAL

urlpatterns = object_urls(DEAL)

"""Addresses of postings."""

from femida.finance.ledger.objects import POSTING
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(POSTING)

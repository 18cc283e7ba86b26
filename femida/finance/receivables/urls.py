"""Addresses of receivables."""

from django.urls import path

from femida.finance.receivables import views
from femida.finance.receivables.objects import RECEIVABLE
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(RECEIVABLE, path("<int:pk>/plan/", views.plan, name="plan"))

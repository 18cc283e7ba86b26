"""Addresses of invoices."""

from django.urls import path

from femida.finance.invoices import views
from femida.finance.invoices.objects import INVOICE
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(
    INVOICE,
    path("of-contract/<int:contract_pk>/", views.bill, name="bill"),
    path("of-contract/<int:contract_pk>/monthly/", views.monthly, name="monthly"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/positions/new/", views.add_position, name="add-position"),
    path("<int:pk>/positions/<int:line_pk>/", views.change_position, name="change-position"),
    path("<int:pk>/positions/<int:line_pk>/remove/", views.remove_position, name="remove-position"),
    path("<int:pk>/issue/", views.issue, name="issue"),
    path("<int:pk>/sent/", views.sent, name="sent"),
    path("<int:pk>/void/", views.void, name="void"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/pdf/", views.pdf, name="pdf"),
)

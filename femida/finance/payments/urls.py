"""Addresses of payments and the cash desk."""

from django.urls import include, path

from femida.finance.payments import desk, views
from femida.finance.payments.objects import CASH_DESK, FISCAL, PAYMENT, SHIFT, UNEARNED
from femida.platform.screens.urls import object_urls

_desk = [path("", desk.page_of_desk, name="desk")]

urlpatterns = [
    path("cash-desk/", include((_desk, "cash-desk"))),
    *object_urls(
        PAYMENT,
        path("of-contract/<int:contract_pk>/", views.take, name="take"),
        path("of-contract/<int:contract_pk>/split/", views.split, name="split"),
        path("of-contract/<int:contract_pk>/refund/", views.refund, name="refund"),
        path("of-contract/<int:contract_pk>/allocate/", views.allocate, name="allocate"),
        path("of-party/<int:party_pk>/", views.choose, name="choose"),
        path("<int:pk>/reverse/", views.reverse_, name="reverse"),
        path("<int:pk>/receipt/", views.receipt, name="receipt"),
        path("<int:pk>/cash-order/", views.cash_order, name="cash-order"),
    ),
    *object_urls(
        SHIFT,
        path("<int:pk>/close/", views.close, name="close"),
        path("<int:pk>/report/", views.report, name="report"),
        path("<int:pk>/<slug:kind>/", views.move, name="move-cash"),
    ),
    *object_urls(
        CASH_DESK,
        path("new/", views.add_desk, name="add"),
        path("<int:pk>/change/", views.change_desk, name="change"),
        path("<int:pk>/open/", views.open_, name="open"),
    ),
    *object_urls(FISCAL, path("<int:pk>/issue/", views.issue, name="issue")),
    *object_urls(UNEARNED),
]

"""Addresses of contracts."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.practice.contracts import views
from femida.practice.contracts.objects import CONTRACT

urlpatterns = object_urls(
    CONTRACT,
    path("of-deal/<int:deal_pk>/", views.draft, name="draft"),
    path("<int:pk>/lines/new/", views.add_line, name="add-line"),
    path("<int:pk>/lines/<int:line_pk>/", views.change_line, name="change-line"),
    path("<int:pk>/lines/<int:line_pk>/remove/", views.remove_line, name="remove-line"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/plan/equal/", views.plan_equal, name="plan-equal"),
    path("<int:pk>/plan/dates/", views.plan_dates, name="plan-dates"),
    path("<int:pk>/plan/stages/", views.plan_stages, name="plan-stages"),
    path("<int:pk>/about/", views.about, name="about"),
    path("<int:pk>/parties/new/", views.add_party, name="add-party"),
    path("<int:pk>/parties/<int:row_pk>/remove/", views.remove_party, name="remove-party"),
    path("<int:pk>/register/", views.register, name="register"),
    path("<int:pk>/void/", views.void, name="void"),
)

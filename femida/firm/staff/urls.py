"""Addresses of employees and of one's own profile."""

from django.urls import include, path

from femida.firm.staff import profile, views
from femida.firm.staff.objects import EMPLOYEE
from femida.platform.screens.urls import object_urls

_profile = [
    path("", profile.profile, name="page"),
    path("look/", profile.look, name="look"),
    path("sign-out-elsewhere/", profile.elsewhere, name="elsewhere"),
]

urlpatterns = [
    *object_urls(
        EMPLOYEE,
        path("new/", views.new, name="new"),
        path("<int:pk>/edit/", views.edit, name="edit"),
        path("<int:pk>/groups/", views.groups, name="groups"),
        path("<int:pk>/password/", views.password, name="password"),
        path("<int:pk>/block/", views.block, name="block"),
        path("<int:pk>/unblock/", views.unblock, name="unblock"),
    ),
    path("profile/", include((_profile, "profile"))),
    # under the name that allauth's own pages look for
    path("profile/password/", profile.password, name="account_change_password"),
]

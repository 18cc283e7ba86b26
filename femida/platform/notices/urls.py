"""Addresses of notices."""

from django.urls import include, path

from femida.platform.notices import pages

_own = [
    path("", pages.notice_list, name="list"),
    path("count/", pages.count, name="count"),
    path("read-all/", pages.read_all, name="read-all"),
    path("<int:pk>/read/", pages.read, name="read"),
]

urlpatterns = [path("notices/", include((_own, "notices")))]

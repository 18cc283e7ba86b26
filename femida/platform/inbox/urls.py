"""Addresses of the inbox."""

from django.urls import path

from femida.platform.inbox import pages
from femida.platform.inbox.objects import MESSAGE
from femida.platform.screens.urls import object_urls

urlpatterns = object_urls(MESSAGE, path("<int:pk>/retry/", pages.retry, name="retry"))

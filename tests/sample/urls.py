"""The sample's pages."""

from femida.platform.screens.urls import object_urls
from tests.sample.objects import THING

urlpatterns = object_urls(THING)

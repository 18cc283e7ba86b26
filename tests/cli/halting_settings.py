"""The product's settings and the room whose migration breaks: a newer version, as an upgrade sees it."""

from femida.config.settings import *  # noqa: F403
from femida.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cli.halting"]

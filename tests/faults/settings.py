"""The product's settings and the room of slow jobs."""

from femida.config.settings import *  # noqa: F403
from femida.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.slow"]

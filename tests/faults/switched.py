"""The product's settings and the switches of the twins; with every switch off it is the product."""

from femida.config.settings import *  # noqa: F403
from femida.config.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.switches"]
MIDDLEWARE = ["tests.faults.switches.middleware.at_the_door", *MIDDLEWARE]

"""Settings under which the tests and the linters run: a data folder of their own, never the firm's."""

import os
import sys

from femida.config import environment

# Before the settings read it. Every test process shares one folder and one server.
os.environ["FEMIDA_DATA"] = os.environ.get("FEMIDA_TEST_DATA") or str(
    environment.ROOT / "build" / "test-data"
)
os.environ["FEMIDA_DEBUG"] = "0"
os.environ["FEMIDA_LANGUAGE"] = "ru"

from femida.config.settings import *  # noqa: F403
from femida.config.settings import DATABASES, INSTALLED_APPS, STORAGES

# The hash of the passwords is not what the tests are about, and each costs 0.2 s of them.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Race tests clone the database, which allows no other connection: a pool would hold some.
DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A room of the tests' own, for the mechanisms that real rooms stand on. The linters read these settings
# with the clone behind the libraries on their path, some of which have a `tests` of their own.
sys.path.insert(0, str(environment.ROOT))
INSTALLED_APPS = [*INSTALLED_APPS, "tests.sample"]

# A look by the clock would be one more statement in whatever test it falls into; tests look expressly.
MAINTENANCE_LOOK_EVERY = 0

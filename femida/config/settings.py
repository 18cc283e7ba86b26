"""Django's settings. What a person may change comes from `environment.py`."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from femida.config import database, environment
from femida.config.logs import logging_settings
from femida.config.rooms import ROOMS
from femida.config.secrets import signing_key

ENVIRONMENT = environment.read()
FEMIDA_DATA = ENVIRONMENT.data
FEMIDA_SOFFICE = ENVIRONMENT.soffice

SECRET_KEY = signing_key(FEMIDA_DATA)
DEBUG = ENVIRONMENT.is_debug
ALLOWED_HOSTS = [*environment.LOOPBACK_HOSTS, *ENVIRONMENT.allowed_hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ENVIRONMENT.allowed_hosts]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    # first: it counts and times everything behind it
    "femida.platform.health.middleware.RequestWatch",
    "femida.platform.ui.compressing.CompressedPages",
    "django.middleware.security.SecurityMiddleware",
    "femida.platform.maintenance.middleware.ClosedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "femida.platform.access.middleware.OnePolicy",
    "femida.platform.accounts.middleware.LanguageAndZone",
    "femida.platform.accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "femida.platform.screens.middleware.ScreensMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "femida.config.urls"
ASGI_APPLICATION = "femida.config.asgi.application"
WSGI_APPLICATION = "femida.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "femida.platform.ui.context.look",
                "femida.platform.screens.navigation.frame",
            ],
        },
    }
]

# --- data ---
DATABASES = database.django_databases(ENVIRONMENT)
DATABASE_DIRECT_CONNINFO = database.direct_conninfo(ENVIRONMENT)
"""Past PgBouncer: LISTEN, workers, session locks."""
REPLICA_LAG = ENVIRONMENT.replica_lag
"""Seconds a replica may be behind before reports read the primary."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Per process, so only for what may differ between processes without harm.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- people ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["femida.platform.accounts.backends.Backend"]
# in the database: a dismissed person is out of every process at once
SESSION_ENGINE = "femida.platform.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/start/"
ACCOUNT_ADAPTER = "femida.platform.accounts.adapter.Adapter"
ACCOUNT_FORMS = {"login": "femida.platform.accounts.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# allauth counts in the cache, which each process has for itself; accounts/attempts.py counts for all
ACCOUNT_RATE_LIMITS = False
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- words and time ---
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files ---
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

# --- what a browser may do ---
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Django sends it on https answers only
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
# asked by a balancer or a collector on this machine, past the proxy that speaks https
SECURE_REDIRECT_EXEMPT = [r"^readyz$", r"^metrics$"]
# W005, W021: whether the other names of the firm's domain speak https is not ours to promise
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# A form of a few pages, never a way to fill the memory.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Files never wait on the disk in the open.
FILE_UPLOAD_HANDLERS = ["femida.platform.files.uploads.EncryptedUploadHandler"]

LOGGING = logging_settings(is_debug=DEBUG, form=ENVIRONMENT.log)

BACKUPS = ENVIRONMENT.backups
MAINTENANCE_LOOK_EVERY = 2.0
"""Seconds after which a process reads again whether maintenance is under way."""

# --- who watches over the system ---
MONITORS = ENVIRONMENT.monitors
METRICS_TOKEN = ENVIRONMENT.metrics_token

"""Accounts: who may sign in, and how the pages look to them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds accounts by login without regard to case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login__iexact=username)


class User(AbstractBaseUser):
    """An account. What its owner may do stands in `access`; who the owner is stands in `firm`."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        NORMAL = "normal", _("Normal")
        DENSE = "dense", _("Dense")

    login = models.CharField(_("login"), max_length=64, unique=True)
    email = models.EmailField(_("e-mail for sign-in letters"), blank=True)
    name = models.CharField(_("person's name"), max_length=200)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(
        _("demonstration login"), default=False, help_text=_("Works on loopback only.")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=[("ru", "Русский"), ("en", "English")], default="ru"
    )
    theme = models.CharField(_("theme"), max_length=8, choices=Theme.choices, default=Theme.AUTO)
    density = models.CharField(_("density"), max_length=8, choices=Density.choices, default=Density.NORMAL)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("login"), name="accounts_user_login_once")]

    def __str__(self) -> str:
        return self.name or self.login


class Session(AbstractBaseSession):
    """A browser that is signed in, or a visitor's; it ends for every process at once."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    signed_in_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=300, blank=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"


class SignInAttempt(models.Model):
    """A try to sign in that has not succeeded: counted by login and by address, forgotten after a while.

    Only a digest of what was typed as the login is kept: people type passwords there by mistake.
    """

    id = models.BigAutoField(primary_key=True)
    login_digest = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login_digest", "at"], name="accounts_attempt_login"),
            models.Index(fields=["address", "at"], name="accounts_attempt_address"),
        ]

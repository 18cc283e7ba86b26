"""The limit on guessing passwords, counted in the database: the same for every process and machine.

An attempt is counted before the password is looked at, so many at once do not slip past. The address is the
one the request really came from; what a client says of itself in headers counts for nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from femida.platform.accounts.models import SignInAttempt
from femida.platform.core.locks import lock_words

WINDOW = timedelta(minutes=5)
MOST_PER_LOGIN = 5
# An office has one address for all its people, so this one is wider.
MOST_PER_ADDRESS = 50


def count_attempt(login: str, address: str) -> bool:
    """Count one more try; False when the login or the address has used up its tries of the last minutes."""
    digest = _digest(login)
    with transaction.atomic():
        for word in sorted([f"login {digest}", f"address {address}"]):
            lock_words("accounts.attempts", word)
        recent = SignInAttempt.objects.filter(at__gt=timezone.now() - WINDOW)
        if recent.filter(login_digest=digest).count() >= MOST_PER_LOGIN:
            return False
        if recent.filter(address=address).count() >= MOST_PER_ADDRESS:
            return False
        SignInAttempt.objects.create(login_digest=digest, address=address, at=timezone.now())
    return True


def forgive(login: str) -> None:
    """Forget the tries of a login whose owner has shown the right password."""
    SignInAttempt.objects.filter(login_digest=_digest(login)).delete()


def forget_old() -> int:
    """Remove what no longer counts; returns how many."""
    return SignInAttempt.objects.filter(Q(at__lt=timezone.now() - WINDOW)).delete()[0]


def _digest(login: str) -> str:
    return salted_hmac("femida.accounts.attempts", login.strip().casefold(), algorithm="sha256").hexdigest()

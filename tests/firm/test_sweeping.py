"""The nightly care of the door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from femida.firm.staff.jobs import sweep_the_door
from femida.platform.accounts.attempts import WINDOW, count_attempt
from femida.platform.accounts.models import Session, SignInAttempt

pytestmark = pytest.mark.django_db


def test_what_no_longer_counts_is_removed_and_the_rest_stays():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    count_attempt("late", "192.0.2.1")
    count_attempt("early", "192.0.2.1")
    early = SignInAttempt.objects.latest("pk")
    SignInAttempt.objects.filter(pk=early.pk).update(at=now - WINDOW - timedelta(seconds=1))
    sweep_the_door()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert SignInAttempt.objects.count() == 1
    assert not SignInAttempt.objects.filter(pk=early.pk).exists()

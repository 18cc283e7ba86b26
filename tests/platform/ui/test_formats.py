"""Sums, dates and telephones read as people write them, in both languages and in the reader's zone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from femida.cli.catalogues import compile_all
from femida.platform.ui import formats

NOW = datetime(2026, 11, 22, 11, 5, tzinfo=UTC)  # 14:05 in Moscow


@pytest.fixture(autouse=True, scope="module")
def compiled():
    compile_all()


@pytest.fixture(autouse=True)
def moscow(compiled):
    with timezone.override(ZoneInfo("Europe/Moscow")), translation.override("ru"):
        yield


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("12500"), "12\u202f500,00\u00a0₽"),
        (Decimal("0"), "0,00\u00a0₽"),
        (Decimal("-1234567.8"), "−1\u202f234\u202f567,80\u00a0₽"),
        (Decimal("0.005"), "0,00\u00a0₽"),
        (None, "—"),
    ],
)
def test_money(amount, words):
    assert formats.money(amount) == words


def test_money_without_kopecks_and_in_english():
    assert formats.money(Decimal("12500.4"), kopecks=False) == "12\u202f500\u00a0₽"
    with translation.override("en"):
        assert formats.money(Decimal("12500.5")) == "12\u202f500.50\u00a0₽"


def test_numbers():
    assert formats.number(999) == "999"
    assert formats.number(1000) == "1\u202f000"
    assert formats.percent(Decimal("0.125"), 1) == "12,5\u00a0%"
    assert formats.capped(1000) == "1\u202f000"
    assert formats.capped(1001) == "1\u202f000+"


def test_phone():
    assert formats.phone("79123456789") == formats.phone("+79123456789") == "+7 912 345-67-89"
    assert formats.phone(None) == "—"


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (timedelta(0), "сегодня, 14:05"),
        (timedelta(hours=-15), "вчера, 23:05"),
        (timedelta(hours=10), "завтра, 00:05"),
        (timedelta(days=-30), "23.10.2026, 14:05"),
    ],
)
def test_moment_is_told_in_the_readers_zone(shift, words):
    assert formats.moment(NOW + shift, now=NOW) == words


def test_same_moment_elsewhere_is_another_day():
    with timezone.override(ZoneInfo("Asia/Vladivostok")):
        assert formats.moment(NOW + timedelta(hours=3), now=NOW) == "завтра, 00:05"


def test_days():
    today = date(2026, 11, 22)
    assert formats.day(today, today=today) == "сегодня"
    assert formats.day(date(2026, 1, 5), today=today) == "05.01.2026"
    with translation.override("en"):
        assert formats.day(date(2026, 1, 5), today=today) == "5 Jan 2026"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (10, "только что"),
        (-10, "сейчас"),
        (60, "1 минуту назад"),
        (120, "2 минуты назад"),
        (11 * 60, "11 минут назад"),
        (21 * 60, "21 минуту назад"),
        (3600, "1 час назад"),
        (-2 * 3600, "через 2 часа"),
        (-5 * 3600 - 5, "через 5 часов"),
        (26 * 3600, "вчера, 12:05"),
    ],
)
def test_ago_in_russian(seconds, words):
    assert formats.ago(NOW - timedelta(seconds=seconds), now=NOW) == words


def test_ago_in_english():
    with translation.override("en"):
        assert formats.ago(NOW - timedelta(minutes=1), now=NOW) == "1 minute ago"
        assert formats.ago(NOW + timedelta(hours=2), now=NOW) == "in 2 hours"


def test_time_element_keeps_the_exact_moment():
    drawn = formats.when(NOW - timedelta(days=300))
    assert 'datetime="2026-01-26T11:05:00+00:00"' in drawn
    assert 'title="26.01.2026, 14:05"' in drawn
    assert formats.when(None) == formats.when_ago(None)
    assert "—" in formats.when(None)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0\u00a0с"),
        (45, "45\u00a0с"),
        (8100, "2\u00a0ч 15\u00a0мин"),
        (7200 + 30, "2\u00a0ч"),
        (90061, "1\u00a0д 1\u00a0ч"),
        (-60, "−1\u00a0мин"),
    ],
)
def test_duration(seconds, words):
    assert formats.duration(seconds) == words
    assert formats.duration(timedelta(seconds=seconds)) == words


def test_clock():
    assert formats.clock(245) == "4:05"
    assert formats.clock(3845) == "1:04:05"
    assert formats.clock(-5) == "0:00"

"""Guarantee 20: templates cannot run code."""

from __future__ import annotations

import string
import time
import tracemalloc

import pytest

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.texts.models import TextTemplate
from femida.platform.texts.parsing import LARGEST_BODY, Place, TooLarge, fill, names_in, parse
from femida.platform.texts.rendering import render_text
from tests.platform.texts.hostile import PAYLOADS
from tests.platform.texts.probe import READER, Probe


def outcome(body: str) -> str | None:
    """The message, or None when the template is refused."""
    try:
        return render_text(READER, TextTemplate(object_type="probe.thing", body=body), Probe()).text
    except Invalid:
        return None


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 300


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_template_comes_out_as_it_stands_or_is_refused(payload: str) -> None:
    text = outcome(f"a{payload}z")
    assert text is None or text == f"a{payload}z"


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_value_comes_out_as_it_stands(payload: str) -> None:
    text = fill("a{имя}z{имя}", {"имя": f"{payload}{{имя}}"})
    assert text == f"a{payload}{{имя}}z{payload}{{имя}}"


def test_another_parser_would_have_run_them() -> None:
    """The twin: the same payloads reach attributes when the standard library fills the template."""
    reached = []
    for payload in PAYLOADS:
        try:
            text = string.Formatter().vformat(payload, (), {"имя": Actor.anonymous()})
        except Exception:  # noqa: BLE001 - a payload of another engine
            continue
        if "class" in text or "globals" in text or "Actor" in text:
            reached.append(payload)
    assert reached


@pytest.mark.parametrize("unit", ["{", "}", "{имя", "{имя}", "{а ", "{" + "а" * 39, "{а_", "\u202e{"])
def test_time_grows_with_length_and_no_faster(unit: str) -> None:
    # of work, not of the clock: other processes take their share of that
    def seconds(size: int) -> float:
        body = (unit * size)[:size]
        best = float("inf")
        for _round in range(3):
            start = time.thread_time()
            parse(body)
            best = min(best, time.thread_time() - start)
        return best

    small, large = seconds(4_000), seconds(32_000)
    # eight times as long: linear work takes eight times, quadratic sixty-four
    assert large < max(small, 0.0005) * 24
    assert large < 0.2


def test_the_limit_is_in_bytes_and_holds_for_what_comes_out() -> None:
    assert parse("a" * LARGEST_BODY) == ("a" * LARGEST_BODY,)
    for body in ("a" * (LARGEST_BODY + 1), "ы" * (LARGEST_BODY // 2 + 1)):
        with pytest.raises(TooLarge):
            parse(body)
    with pytest.raises(TooLarge):
        fill("{имя}" * 1000, {"имя": "a" * 1000})


def test_growing_text_is_stopped_before_it_fills_the_memory() -> None:
    tracemalloc.start()
    with pytest.raises(TooLarge):
        fill("{имя}" * 12_000, {"имя": "a" * 60_000})
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


def test_placeholders_are_found_whatever_their_case() -> None:
    assert parse("Здравствуйте, {Имя}!") == ("Здравствуйте, ", Place("имя"), "!")
    assert names_in("{имя} {ИМЯ} {дата звонка} {a_1}") == ["имя", "дата звонка", "a_1"]

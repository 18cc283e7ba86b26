"""What an act tells the other processes."""

from __future__ import annotations

import json

import pytest

from femida.platform.live.publishing import LARGEST, payloads_of, read_payload


def test_long_acts_are_split_into_short_notifications():
    touched = [("parties.party", 10**12 + number) for number in range(3000)]
    payloads = list(payloads_of(touched))
    assert len(payloads) > 1
    assert all(len(payload.encode()) <= LARGEST for payload in payloads)
    assert [one for payload in payloads for one in read_payload(payload)] == touched


def test_an_act_that_touched_nothing_says_nothing():
    assert list(payloads_of([])) == []


@pytest.mark.parametrize("payload", ["", "{", "5", "[1]", '[["a"]]', '[["a", "b"]]', "null"])
def test_strange_payloads_name_nothing(payload):
    assert read_payload(payload) == []


def test_a_payload_holds_types_and_keys_only():
    assert json.loads(next(iter(payloads_of([("sales.lead", 5)])))) == [["sales.lead", 5]]

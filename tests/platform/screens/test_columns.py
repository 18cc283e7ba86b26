"""Renderers: every field type escapes, whatever stands in the row."""

from __future__ import annotations

import pytest

from femida.platform.access.policy import Policy
from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port
from femida.platform.objects.types import Field, FieldType
from femida.platform.screens.lists import columns
from femida.platform.screens.ports import Cell
from tests.sample.objects import THING

PAYLOAD = "\"'><script>alert(1)</script>"
TEXTS = (
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.CHOICE,
    FieldType.REFERENCE,
    FieldType.PERSON,
    FieldType.STAGE,
    FieldType.CONTACT,
)


@pytest.fixture(autouse=True)
def masks(monkeypatch):
    port: Port[object] = Port("contact masks")
    port.register("parties", lambda actor, ids: dict.fromkeys(ids, PAYLOAD))
    monkeypatch.setattr(columns, "contact_masks", port)


def draw(field: Field, value: object, text: object) -> str:
    one = Cell(value, text, 1)
    policy = Policy(Actor.anonymous())
    [column] = columns.prepare_columns(policy, THING, [field], [(one,)])
    return column.draw(one)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("text", [PAYLOAD, PAYLOAD * 40])
def test_texts_are_escaped(kind, text):
    drawn = draw(Field("x", "X", kind), 5, text)
    assert "<script" not in drawn
    assert "alert(1)" in drawn


@pytest.mark.parametrize("kind", [kind for kind in FieldType if kind is not FieldType.CONTACT])
def test_an_empty_value_is_an_em_dash(kind):
    assert "—" in draw(Field("x", "X", kind), None, None)


def test_a_choice_shows_its_label_escaped():
    field = Field("x", "X", FieldType.CHOICE, choices=lambda: [("a", PAYLOAD)])
    assert "<script" not in draw(field, "a", "a")


def test_a_reference_is_a_link_only_for_those_who_may_follow_it():
    field = Field("x", "X", FieldType.REFERENCE, to="sample.thing")
    assert "<a " not in draw(field, 5, "вещь")


def test_every_field_type_has_a_renderer():
    assert set(columns._PREPARE) == set(FieldType)

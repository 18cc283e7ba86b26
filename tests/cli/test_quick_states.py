"""The quick way of migrations comes to the same classes as Django's own."""

import contextlib

import pytest
from django.db import models
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel
from django.db.migrations.state import ProjectState

from femida.cli.quick_states import quick_states

CREATED = CreateModel(
    "Box", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
)
ADDED = (
    AddIndex("box", models.Index(fields=["name"], name="box_by_name")),
    AddConstraint("box", models.UniqueConstraint(fields=["name"], name="box_name_once")),
    AddConstraint("box", models.CheckConstraint(condition=~models.Q(name=""), name="box_is_named")),
)


def walked(way: contextlib.AbstractContextManager[None]) -> ProjectState:
    """The state after the additions, its classes drawn before them."""
    state = ProjectState()
    CREATED.state_forwards("boxes", state)
    # whole tables of constraints are derived and kept by Django: that must follow too
    assert state.apps.get_model("boxes", "box")._meta.total_unique_constraints == []
    with way:
        for operation in ADDED:
            operation.state_forwards("boxes", state)
    return state


@pytest.mark.parametrize("way", [quick_states, contextlib.nullcontext])
def test_classes_have_what_was_added_however_they_are_drawn(way):
    state = walked(way())
    meta = state.apps.get_model("boxes", "box")._meta
    assert meta.indexes == [ADDED[0].index]
    assert meta.constraints == [ADDED[1].constraint, ADDED[2].constraint]
    assert meta.total_unique_constraints == [ADDED[1].constraint]
    assert state == walked(contextlib.nullcontext())


def test_only_the_quick_way_keeps_the_classes():
    state = ProjectState()
    CREATED.state_forwards("boxes", state)
    drawn = state.apps.get_model("boxes", "box")
    with quick_states():
        ADDED[0].state_forwards("boxes", state)
    assert state.apps.get_model("boxes", "box") is drawn
    ADDED[1].state_forwards("boxes", state)
    assert state.apps.get_model("boxes", "box") is not drawn


def test_an_addition_before_anything_is_drawn_is_drawn_later():
    state = ProjectState()
    CREATED.state_forwards("boxes", state)
    with quick_states():
        ADDED[0].state_forwards("boxes", state)
    assert state.apps.get_model("boxes", "box")._meta.indexes == [ADDED[0].index]

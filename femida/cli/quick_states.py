"""Migrations from nothing in half the time: an added index does not draw its neighbours anew.

For every index and constraint added Django makes the classes of the model and of all its neighbours
again, some two hundred times on the way through our tables. Such an addition changes one list of one
class, so only that list is changed here; the tables come out the same.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db.migrations.state import ProjectState

DRAWN = "apps"


@contextlib.contextmanager
def quick_states() -> Iterator[None]:
    """Let migrations inside the block add indexes and constraints the quick way."""
    kept = ProjectState._append_option  # type: ignore[attr-defined]
    ProjectState._append_option = _append_in_place  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._append_option = kept  # type: ignore[attr-defined]


def _append_in_place(
    state: ProjectState, app_label: str, model_name: str, option_name: str, added: Any
) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if DRAWN not in state.__dict__:
        return
    meta: Any = state.apps.get_model(app_label, model_name)._meta
    setattr(meta, option_name, [*getattr(meta, option_name), added.clone()])
    # what Django has derived from the list
    meta.__dict__.pop("total_unique_constraints", None)

"""What the pages of executions share: the row a person may act on, and a form about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse

from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound, Text
from femida.platform.screens.forms import form_view
from femida.platform.screens.requests import PageRequest
from femida.practice.execution.models import Execution, WorkStage

FORM = ("GET", "POST")
M = TypeVar("M", bound=Model)


def reached(request: PageRequest, model: type[M], pk: int, right: str) -> M:
    """A row that the actor sees and the right reaches. Raises NotFound."""
    get_visible(request.actor, model, pk)
    return get_visible(request.actor, model, pk, right)


def stage_reached(request: PageRequest, execution: Execution, stage_pk: int) -> WorkStage:
    """A stage of an execution. Raises NotFound."""
    stage = visible(request.actor, WorkStage).filter(pk=stage_pk, execution=execution).first()
    if stage is None:
        raise NotFound
    return stage


def about_execution(
    request: PageRequest,
    execution: Execution,
    make: type[BaseForm],
    act: Callable[[Any, int | None], str | None],
    *,
    title: Text,
    submit: Text = "",
    said: Text = "",
    initial: Mapping[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """A form about an execution, shown where it was opened."""
    card = reverse("executions:card", args=[execution.pk])
    return form_view(
        request, make, act, title=title, submit=submit, said=said, initial=initial,
        version=execution.version, back=card, fresh_url=card, **given,
    )  # fmt: skip

"""Commands: every write of the house, one function per business act."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import F, Model

from femida.platform.access.policy import one_policy_per_actor, policy_of
from femida.platform.access.queries import visible
from femida.platform.access.scoping import Scoped, scoping_of
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.context import Act, current_act, finishers, running
from femida.platform.core.errors import Denied, FemidaError, NotFound, Stale, Text
from femida.platform.core.locks import rank_of
from femida.platform.core.ports import Port
from femida.platform.journal.access_log import Kind, log_access

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Model)

BATCH = 500


@dataclass(frozen=True, slots=True)
class CommandInfo:
    """What the registry knows of a command."""

    name: str
    right: str
    on: type[Model] | None
    rows: bool
    function: Callable[..., Any]
    in_maintenance: bool = False


commands: Port[CommandInfo] = Port("command")

# Asked before each outermost command, after its right: may raise a refusal (maintenance hangs in here).
gatekeepers: Port[Callable[[Actor, CommandInfo], None]] = Port("gatekeeper of commands")


def command(
    *, right: str, on: type[Model] | None = None, rows: bool = False, in_maintenance: bool = False
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a command: the actor first, then keyword arguments only.

    It runs in one transaction, after the actor's `right` has been checked. With `on`, the function must
    lock its row by `take` (or `take_rows`), which checks the right on that row; forgetting it is an error.
    `rows=True` marks the set form; `in_maintenance` what works while the department is blocked: receiving
    from outside, closing doors. A refusal rolls everything back and leaves one line in the access log.
    """

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        room = function.__module__.removeprefix("femida.").partition(".commands")[0]
        name = f"{room}.{function.__name__}"

        @functools.wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{name} takes keyword arguments after the actor")
            try:
                with one_policy_per_actor(), running(actor) as (act, outermost), transaction.atomic():
                    if outermost:
                        _announce(act)
                    return _run_inside(act, outermost, actor, kwargs)
            except Denied as refusal:
                if current_act() is None:
                    log_access(actor, Kind.REFUSED, right=refusal.right or right, command=name)
                raise

        def _run_inside(act: Act, outermost: bool, actor: Actor, kwargs: dict[str, Any]) -> R:
            policy_of(actor).require(right)
            if outermost:
                for may_pass in gatekeepers:
                    may_pass(actor, info)
            act.rights.append(right)
            try:
                result = function(actor, **kwargs)  # type: ignore[call-arg]
            finally:
                act.rights.pop()
            if on is not None and (right, on._meta.label_lower) not in act.taken:
                raise RuntimeError(f"{name} never checked its right on a row of {on._meta.label}")
            if outermost:
                for finish in finishers:
                    finish(act)
            return result

        info = CommandInfo(name, right, on, rows, run, in_maintenance)
        commands.register(name, info)
        return run

    return decorate


def _announce(act: Act) -> None:
    """Tell the database who acts, for the history trigger; ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('femida.act', %s, true), set_config('femida.actor', %s, true)",
            [str(act.id), str(act.actor)],
        )


def _right_in_force(right: str | None) -> tuple[Act, str]:
    act = current_act()
    if act is None or not act.rights:
        raise RuntimeError("take() outside of a command")
    return act, right or act.rights[-1]


def _note_lock(act: Act, model: type[Model], pk: int) -> None:
    """Refuse a lock out of the written order: the error shows in the first test, not as a rare deadlock."""
    scoping = scoping_of(model)
    object_type = scoping.object_type if isinstance(scoping, Scoped) else model._meta.label_lower
    place = (rank_of(object_type), pk)
    held = (object_type, f"#{pk}") in act.taken
    if not held and place < act.last_lock:
        raise RuntimeError(f"lock order: {object_type}:{pk} after {act.last_lock}")
    act.taken.add((object_type, f"#{pk}"))
    act.last_lock = max(act.last_lock, place)


def take(actor: Actor, model: type[M], pk: int, *, version: int | None = None, right: str | None = None) -> M:
    """Lock one row for the running command, checking its right on the row.

    Raises NotFound when the actor may not even see the row, Denied when she may see but not do this,
    Stale when `version` is given and is no longer the row's.
    """
    act, needed = _right_in_force(right)
    policy = policy_of(actor)
    _note_lock(act, model, pk)
    row = (
        model._default_manager.select_for_update(of=("self",))
        .filter(policy.rows(model, needed), pk=pk)
        .first()
    )
    if row is None:
        if visible(actor, model).filter(pk=pk).exists():
            raise Denied(right=needed)
        raise NotFound
    act.taken.add((needed, model._meta.label_lower))
    if version is not None and getattr(row, "version", version) != version:
        raise Stale
    return row


def hold(model: type[Model], pk: int) -> None:
    """Lock a row that the act only waits for, without a right on it: nothing of it is given to the actor."""
    act, _right = _right_in_force(None)
    _note_lock(act, model, pk)
    model._default_manager.select_for_update(of=("self",)).filter(pk=pk).values_list("pk").first()


@dataclass
class Outcome:
    """What a set command did: ids done, and a sentence for each id refused."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, Text] = field(default_factory=dict)
    errors: dict[int, FemidaError] = field(default_factory=dict)

    def refuse(self, pk: int, error: FemidaError) -> None:
        """Note why a row was left as it is."""
        self.refused[pk] = error.sentence
        self.errors[pk] = error

    def raise_single(self) -> None:
        """For the single form: raise the refusal of the only row, if it was refused."""
        for error in self.errors.values():
            raise error


def take_rows(
    actor: Actor, model: type[M], pks: Iterable[int], *, outcome: Outcome, right: str | None = None
) -> list[M]:
    """Lock up to `BATCH` rows in the order of ids; rows out of reach are noted in `outcome`."""
    act, needed = _right_in_force(right)
    wanted = sorted(set(pks))
    if len(wanted) > BATCH:
        raise ValueError(f"at most {BATCH} rows in one act")
    policy = policy_of(actor)
    found = list(
        model._default_manager.select_for_update(of=("self",))
        .filter(policy.rows(model, needed), pk__in=wanted)
        .order_by("pk")
    )
    for row in found:
        _note_lock(act, model, row.pk)
    act.taken.add((needed, model._meta.label_lower))
    missing = set(wanted) - {row.pk for row in found}
    if missing:
        seen = set(visible(actor, model).filter(pk__in=missing).values_list("pk", flat=True))
        for pk in sorted(missing):
            outcome.refuse(pk, Denied(right=needed) if pk in seen else NotFound())
    return found


def save(row: Model, *fields: str) -> None:
    """Store the named fields of a taken row and count its version up."""
    if any(f.name == "version" for f in row._meta.concrete_fields):
        row.version = F("version") + 1  # type: ignore[attr-defined]
        row.save(update_fields=[*fields, "version"])
        row.refresh_from_db(fields=["version"])
    else:
        row.save(update_fields=list(fields))


def is_system(actor: Actor) -> bool:
    """Whether the house itself acts (it may set what no person may)."""
    return actor.kind is ActorKind.SYSTEM


__all__ = [
    "BATCH",
    "CommandInfo",
    "Outcome",
    "command",
    "commands",
    "gatekeepers",
    "hold",
    "is_system",
    "save",
    "take",
    "take_rows",
]

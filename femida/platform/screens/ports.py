"""What rooms hang into the generic pages: panels, actions, composers, columns, widgets, navigation.

All of it is registered while Django starts (in a room's `objects.py`) and only looked up afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.db.models import QuerySet
from django.forms import BaseForm
from django.utils.safestring import SafeString

from femida.platform.access.policy import Policy
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.objects.types import ObjectType
from femida.platform.screens.requests import PageRequest

Always = Callable[[Any], bool]


def _always(_row: Any) -> bool:
    return True


# --- the card ---


@dataclass(frozen=True, slots=True)
class PanelContext:
    """What a panel is drawn from: who reads, and the row of the card (already checked as visible)."""

    request: PageRequest
    actor: Actor
    policy: Policy
    object_type: ObjectType
    row: Any

    @property
    def object_id(self) -> int:
        """Key of the row."""
        return int(self.row.pk)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the card's left column.

    `render` gives the inside (a `ui.components.panel` is put around it) or None to leave the panel out; it
    may ask the database at most twice. `live` are further object types after whose changes the card is
    drawn again. `needs_right` hides it from those without the right.
    """

    key: str
    object_types: tuple[str, ...]
    title: Text
    order: int
    render: Callable[[PanelContext], SafeString | None]
    side: Literal["about", "story"] = "about"
    needs_right: str = ""
    live: tuple[str, ...] = ()
    flush: bool = False
    # The button at the right of the panel's head, if any.
    act: Callable[[PanelContext], SafeString | None] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A main effect of an object: a button in the card's head.

    `url` gives the address for a row; with `dialog` it is fetched into a dialog, otherwise a «post» is sent
    at once (after `confirm`, if given) and a «get» is a link. The first visible «primary» one stays
    primary, others with it become plain. `style` is a tone of `ui.components.button`.
    """

    key: str
    object_types: tuple[str, ...]
    label: Text
    url: Callable[[Any], str]
    method: Literal["get", "post"] = "get"
    style: Literal["", "primary", "danger", "quiet"] = ""
    icon: str = ""
    needs_right: str = ""
    visible: Always = _always
    dialog: bool = False
    confirm: Text = ""
    shortcut: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Composer:
    """A tab above the time-line: a plain Django form that is posted to the room's own address.

    `form` makes the empty form for a card, `url` is where it is posted; the view there answers by
    `forms.form_view`, which shows errors in the tab and, when all is well, has the card drawn again.
    """

    key: str
    object_types: tuple[str, ...]
    label: Text
    icon: str
    url: Callable[[Any], str]
    form: Callable[[PanelContext], BaseForm]
    submit: Text
    order: int = 100
    needs_right: str = ""
    visible: Always = _always
    shortcut: str = ""


panels: Port[Panel] = Port("card panel")
card_actions: Port[Action] = Port("card action")
composers: Port[Composer] = Port("composer")

# object type -> (row) -> key of the composer that is open when the card is: what is due on this row.
due_composers: Port[Callable[[Any], str]] = Port("due composer")


def add_panel(panel: Panel) -> Panel:
    """Hang a panel into the cards of its object types."""
    return panels.register(panel.key, panel)


def add_action(action: Action) -> Action:
    """Hang a main effect into the head of the cards of its object types."""
    return card_actions.register(action.key, action)


def add_composer(composer: Composer) -> Composer:
    """Hang a tab into the composer of the cards of its object types."""
    return composers.register(composer.key, composer)


# --- stages and boards ---


@dataclass(frozen=True, slots=True)
class StageStep:
    """One stage in the chevrons of a card or one column of a board.

    `allowed` says that the actor may move this row there (a refusal by a gate comes only when tried);
    `note` is the norm time left in the current stage, `late` that it is over. `dialog` is the address of a
    form that must be filled for this stage (a reason, a date); without it the move is posted at once. `aside`
    says that it is no step of the way: passing it by is nothing done.
    """

    value: str
    label: Text
    colour: str = "slate"
    allowed: bool = False
    note: str = ""
    late: bool = False
    dialog: str = ""
    aside: bool = False


class StageSource(Protocol):
    """Where the stages of an object type come from; pipelines register it."""

    def steps(self, actor: Actor, row: Any) -> tuple[Sequence[StageStep], str]:
        """The stages of this row's way and the value of the current one; at most two queries."""

    def columns(self, actor: Actor) -> Sequence[StageStep]:
        """The columns of the board, in order; at most one query."""


stage_sources: Port[StageSource] = Port("stage source")

# object type -> (actor, row id, value of the new column, version): runs the command that moves a row.
BoardMove = Callable[[Actor, int, str, int | None], object]
board_moves: Port[BoardMove] = Port("board move")


# --- columns ---


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row about to be drawn: the stored one, what a person reads, and the row's key."""

    value: Any
    text: Any
    row_id: int


# «sales.lead:stage» -> renderer of one field of one type, in place of the one of its field type.
ColumnRenderer = Callable[[Cell], SafeString]
column_renderers: Port[ColumnRenderer] = Port("column renderer")


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A list column or badge of a room above: loaded for all rows of a page in one query."""

    key: str
    object_types: tuple[str, ...]
    label: Text
    load: Callable[[Actor, Sequence[int]], Mapping[int, Any]]
    render: Callable[[Any], SafeString]
    needs_right: str = ""


extra_columns: Port[ExtraColumn] = Port("list column")

# (actor, party ids) -> the masked main contact of each, ready to be shown; parties register it.
ContactMasks = Callable[[Actor, Sequence[int]], Mapping[int, str]]
contact_masks: Port[ContactMasks] = Port("contact masks")


# --- the start page and the frame ---


@dataclass(frozen=True, slots=True)
class HomeWidget:
    """A part of a person's start page; `render` gives the inside or None to leave it out."""

    key: str
    title: Text
    order: int
    render: Callable[[PageRequest], SafeString | None]
    needs_right: str = ""
    live: tuple[str, ...] = ()
    flush: bool = False


home_widgets: Port[HomeWidget] = Port("home widget")

# Where the day of a role begins when it is not «My day»: gives the address for those whose role it is.
StartPage = Callable[[Policy], str | None]
start_pages: Port[StartPage] = Port("start page")


@dataclass(frozen=True, slots=True)
class NavLink:
    """A line of the navigation that is no described object."""

    key: str
    label: Text
    icon: str
    url: Callable[[], str]
    section: Text = ""
    order: int = 100
    right: str = ""
    keys: str = ""
    phone: bool = False


nav_entries: Port[NavLink] = Port("navigation entry")

# object type -> the rows that wait for this actor; their number, up to 100, stands at the type's line of the
# navigation. The statement is kept with the policy: it may depend on the actor and today's date only.
nav_counters: Port[Callable[[Actor], QuerySet[Any]]] = Port("navigation counter")

# Gives the address of the reader's own profile.
profile_pages: Port[Callable[[], str]] = Port("profile page")


@dataclass(frozen=True, slots=True)
class PaletteCommand:
    """A line of the palette (Ctrl+K) that does something.

    One of: `url`, followed or, with `dialog`, opened over the page; `press`, a selector of the page's own
    button that is pressed. `words` are further words it is found by, `keys` the shortcut it has anyway,
    `group` is «make», «go» or «do».
    """

    label: Text
    icon: str
    url: Callable[[], str] | None = None
    dialog: bool = False
    press: str = ""
    right: str = ""
    words: Text = ""
    keys: str = ""
    group: Literal["make", "go", "do"] = "do"
    order: int = 100


palette_commands: Port[PaletteCommand] = Port("palette command")


def right_lets(policy: Policy, right: str) -> bool:
    """Whether a thing that needs `right` ("" for none) is for this reader."""
    return not right or policy.may(right)

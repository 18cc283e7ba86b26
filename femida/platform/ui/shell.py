"""What the frame around every page is made of; filled by the room that knows rights and addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class NavEntry:
    """One line of the navigation.

    `counter` says how much work waits there (0 and None show nothing) and `counter_url` answers with the
    fresh number as plain text when one of `live` (names of live messages: "sales.lead") arrives.
    `keys` is a sequence such as "g l". `phone` puts the entry into the bar at the thumb, under its `short`
    name if it has one (ten letters fit).
    """

    label: Text
    url: str
    icon: str
    path: str = ""
    """Where the pages begin that this line leads to; with it the line knows that the reader is there."""
    counter: int | None = None
    counter_url: str = ""
    live: tuple[str, ...] = ()
    active: bool = False
    keys: str = ""
    phone: bool = False
    short: Text = ""

    @property
    def live_trigger(self) -> str:
        """The htmx trigger that refreshes the counter."""
        names = [f"live:{name} from:body" for name in self.live]
        return ", ".join([*names, "live:resync from:body"])


@dataclass(frozen=True, kw_only=True)
class NavSection:
    """The entries of one department."""

    label: Text
    entries: tuple[NavEntry, ...] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """One thing that "+" can make; `dialog` opens the form over the page instead of leaving it."""

    label: Text
    url: str
    icon: str
    keys: str = ""
    dialog: bool = False


@dataclass(frozen=True, kw_only=True)
class Bell:
    """The notices' button.

    `url` answers with the page of notices and, for htmx, with the short list under the bell (the target is
    `bell-list`); `count_url` with the fresh number as plain text, nothing for zero.
    """

    url: str
    count_url: str
    count: int = 0


# The bell of the bar on top; notices register it under "notices". May run one statement.
bells: Port[Callable[[Actor], Bell]] = Port("bell")


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A notice over every page: `content` is drawn or empty, `url` answers it anew after news of `live`."""

    content: str
    url: str
    live: str


# What stands over every page of a signed-in person; may run no statement.
bars: Port[Callable[[], Bar]] = Port("bar over the pages")

# The command that stores a person's own choice of theme, density and language; staff registers it.
look_keepers: Port[Callable[..., None]] = Port("keeper of the look")

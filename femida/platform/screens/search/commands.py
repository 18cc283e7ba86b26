"""What can be done from the palette: things to make, places to go to, and what rooms hang in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.kernel.stems import stem_ru
from femida.platform.access.policy import Policy
from femida.platform.screens.navigation import destinations, new_entries
from femida.platform.screens.ports import PaletteCommand, palette_commands, profile_pages, right_lets
from femida.platform.search.words import other_layout, search_words

MAKE: Final = "make"
GO: Final = "go"
DO: Final = "do"

for _key, _label, _icon in (
    ("light", gettext_lazy("Light theme"), "sun"),
    ("dark", gettext_lazy("Dark theme"), "moon"),
    ("auto", gettext_lazy("Theme of the system"), "sun-moon"),
):
    palette_commands.register(
        f"theme:{_key}",
        PaletteCommand(
            _label, _icon, press=f'[data-preferences] [name="theme"][value="{_key}"]', group=DO, order=800
        ),
    )
palette_commands.register(
    "keys",
    PaletteCommand(
        gettext_lazy("Keyboard shortcuts"), "keyboard", press='[data-dialog-open="keys"]', group=DO, order=810
    ),
)
palette_commands.register(
    "sign-out",
    PaletteCommand(gettext_lazy("Sign out"), "logout", press="[data-sign-out]", group=DO, order=900),
)


def commands_for(policy: Policy) -> list[PaletteCommand]:
    """Everything that this reader may do, make or go to, in its order. Asks the database nothing."""
    hung = [one for one in palette_commands if right_lets(policy, one.right)]
    return sorted([*_made(policy), *hung], key=lambda one: ((MAKE, GO, DO).index(one.group), one.order))


def matching(commands: list[PaletteCommand], typed: str) -> list[PaletteCommand]:
    """The commands whose words begin as typed, on either keyboard; those that begin so themselves first."""
    for said in (typed, other_layout(typed)):
        words = [min(word, stem_ru(word), key=len) for word in search_words(said)]
        found = [one for one in commands if words and _fits(one, words)]
        if found:
            return sorted(found, key=lambda one: not _names(one)[0].startswith(words[0]))
    return []


def begins_with(one: PaletteCommand, typed: str) -> bool:
    """Whether the command is what was meant: its own name begins as typed."""
    words = search_words(typed) or [""]
    return any(name.startswith(words[0]) for name in _names(one)[:3])


def _fits(one: PaletteCommand, words: list[str]) -> bool:
    names = _names(one)
    return all(any(name.startswith(word) for name in names) for word in words)


def _names(one: PaletteCommand) -> list[str]:
    return _folded(str(one.label), str(one.words))


@lru_cache(maxsize=2000)
def _folded(label: str, words: str) -> list[str]:
    return search_words(label) + words.lower().split() or [""]


def _made(policy: Policy) -> Iterator[PaletteCommand]:
    for place, entry in enumerate(new_entries(policy)):
        yield PaletteCommand(
            _("New: %(what)s") % {"what": _small(str(entry.label))},
            entry.icon,
            url=partial(str, entry.url),
            dialog=entry.dialog,
            group=MAKE,
            order=place,
            words=_("make add create"),
        )
    for place, link in enumerate(destinations(policy)):
        yield PaletteCommand(
            link.label, link.icon, url=partial(str, link.url), group=GO, order=place, keys=link.keys
        )
    profile = next((find() for find in profile_pages), "")
    if profile:
        yield PaletteCommand(
            _("Profile"),
            "user-circle",
            url=partial(str, profile),
            group=GO,
            order=700,
            words=_("me settings password"),
        )


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]

"""Names of colours and tones that rooms may ask for; their values live in assets/css/tokens.css."""

from __future__ import annotations

from typing import Final, Literal

Tone = Literal["", "accent", "good", "warn", "bad", "info"]
StageColour = Literal[
    "slate", "blue", "sky", "teal", "green", "olive", "amber", "orange", "red", "pink", "violet", "brown"
]

TONES: Final[tuple[str, ...]] = ("accent", "good", "warn", "bad", "info")
STAGE_COLOURS: Final[tuple[str, ...]] = (
    "slate",
    "blue",
    "sky",
    "teal",
    "green",
    "olive",
    "amber",
    "orange",
    "red",
    "pink",
    "violet",
    "brown",
)


def colour_class(colour: str) -> str:
    """The class that sets a stage colour; an unknown name (an old setting, say) falls back to slate."""
    return f"f-c-{colour if colour in STAGE_COLOURS else 'slate'}"

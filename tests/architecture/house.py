"""The rooms as the tests see them: their order is the order of `ROOMS`."""

from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig, apps

from femida.config.rooms import ROOMS

ROOT = Path(__file__).resolve().parents[2]
RANK = {name: number for number, name in enumerate(ROOMS)}


def room_configs() -> list[AppConfig]:
    """The rooms of the house, in order."""
    return [config for config in apps.get_app_configs() if config.name in RANK]


def rank_of_label(label: str) -> int | None:
    """The place of an app in the order; None for apps that are not ours."""
    return RANK.get(apps.get_app_config(label).name)


def room_of_file(path: Path) -> str | None:
    """The room that a file belongs to, by its folder."""
    dotted = ".".join(path.resolve().relative_to(ROOT).with_suffix("").parts)
    inside = [room for room in ROOMS if dotted.startswith(f"{room}.")]
    return max(inside, key=len) if inside else None

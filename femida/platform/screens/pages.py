"""`@page`, as rooms above the screens know it; mechanisms below import it from `ui.guard`."""

from femida.platform.ui.guard import Page, View, ask_to_sign_in, demand, page
from femida.platform.ui.requests import PageRequest, actor_of, wants_fragment, wants_json

__all__ = [
    "Page",
    "PageRequest",
    "View",
    "actor_of",
    "ask_to_sign_in",
    "demand",
    "page",
    "wants_fragment",
    "wants_json",
]

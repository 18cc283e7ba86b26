"""The request of a page, as the screens' own modules name it."""

from femida.platform.ui.requests import PageRequest, actor_of, wants_fragment, wants_json, with_policy

__all__ = ["PageRequest", "actor_of", "wants_fragment", "wants_json", "with_policy"]

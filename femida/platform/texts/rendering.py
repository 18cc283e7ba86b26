"""From a template and an object to a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import Policy
from femida.platform.core.errors import Invalid
from femida.platform.texts.models import TextTemplate
from femida.platform.texts.parsing import LARGEST_BODY, TooLarge, fill, names_in
from femida.platform.texts.placeholders import placeholders


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message, and the names of the places that stayed empty: unknown to the firm or hidden."""

    text: str
    missing: tuple[str, ...]


def check_body(object_type: str, body: str) -> None:
    """Raise Invalid unless the body is small enough and names only what this kind of object has."""
    try:
        names = names_in(body)
    except TooLarge:
        raise Invalid({"body": _too_large()}) from None
    allowed = placeholders.get(object_type) or {}
    unknown = [name for name in names if name not in allowed]
    if unknown:
        raise Invalid({"body": _("There is no placeholder {%(name)s} here.") % {"name": unknown[0]}})


def render_text(policy: Policy, template: TextTemplate, row: Any) -> Rendered:
    """The message about a row that the caller has found through `visible`.

    Values are those that the policy's actor may see. Raises Invalid for an unknown placeholder or when the
    message grows over 64 KB.
    """
    check_body(template.object_type, template.body)
    allowed = placeholders.get(template.object_type) or {}
    found = {name: allowed[name].value(policy, row) for name in names_in(template.body)}
    values = {name: value for name, value in found.items() if value}
    try:
        text = fill(template.body, values)
    except TooLarge:
        raise Invalid({"body": _too_large()}) from None
    return Rendered(text, tuple(name for name in found if name not in values))


def _too_large() -> str:
    return _("The text is too long: at most %(count)d KB.") % {"count": LARGEST_BODY // 1024}

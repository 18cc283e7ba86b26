"""Errors that a person may see.

Every expected failure is a subclass of `FemidaError`: it carries a code for programs, a sentence for
people and the HTTP status that pages and the API answer with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class FemidaError(Exception):
    """Base of all expected failures; `sentence` is shown to the person as it stands."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    # of whole pages and of JSON, when it differs from that of a fragment or a form
    whole_status: ClassVar[int | None] = None
    default_sentence: ClassVar[Text] = _("This could not be done.")

    def __init__(self, sentence: Text | None = None) -> None:
        self.sentence: Text = sentence if sentence is not None else self.default_sentence
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence)


class Denied(FemidaError):
    """The actor lacks the right; the row itself may be known to exist."""

    code = "denied"
    status = 403
    default_sentence = _("You have no right to do this. Ask your administrator.")

    def __init__(self, sentence: Text | None = None, *, right: str = "") -> None:
        super().__init__(sentence)
        self.right = right


class NotFound(FemidaError):
    """No such row, or none that this actor may see: the answer is the same for both."""

    code = "not_found"
    status = 404
    default_sentence = _("There is nothing here, or it is not open to you.")


class Stale(FemidaError):
    """Somebody changed the object after the person had opened it."""

    code = "stale"
    status = 409
    default_sentence = _("Somebody has changed this meanwhile. Look at the new version and repeat.")


class UnableTo(FemidaError):
    """Base of the named refusals of commands: `UnableToMoveLead` and so on."""

    code = "unable"
    status = 422


class Invalid(FemidaError):
    """Bad input: `fields` maps a field's name to the sentence shown at that field."""

    code = "invalid"
    status = 422
    default_sentence = _("Please correct the marked fields.")

    def __init__(self, fields: Mapping[str, Text], sentence: Text | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields)

"""The set-up on the time-line of the first office."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.firm.setup.events import FirmWasSetUp
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders


@renders(FirmWasSetUp)
def draw_set_up(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """When the firm was set up."""
    title = _("The firm was set up")
    return [Entry(fact.id, fact.at, "building", title, author_id=fact.actor.person_id) for fact in facts]

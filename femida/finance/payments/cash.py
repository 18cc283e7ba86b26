"""The cash of a desk inside an act: the open shift taken, the box counted on."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from femida.finance.payments.models import CashDesk, Shift
from femida.platform.access.queries import visible
from femida.platform.commands.core import hold, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.ui.formats import money


class UnableToMoveCash(UnableTo):
    """There is no open shift, or not so much cash in the desk."""

    code = "unable_to_move_cash"


def open_shifts(actor: Actor, legal_entity_id: int, right: str) -> list[Shift]:
    """The open shifts of a firm of ours that a right of the actor reaches, the newest first."""
    rows = visible(actor, Shift, right).filter(closed_at=None, desk__legal_entity_id=legal_entity_id)
    return list(rows.select_related("desk").order_by("-opened_at", "-pk"))


def take_shift(actor: Actor, shift_id: int | None, legal_entity_id: int, right: str) -> Shift:
    """Lock the open shift in which cash is to move.

    Without an id the only one that there is. Raises Invalid at `shift` when there are several or it is of
    another firm of ours, UnableToMoveCash when none is open.
    """
    if shift_id is None:
        found = open_shifts(actor, legal_entity_id, right)
        if not found:
            raise UnableToMoveCash(_("No shift is open. Open a shift of the cash desk first."))
        if len(found) > 1:
            raise Invalid({"shift": _("Choose the cash desk.")})
        shift_id = found[0].pk
    shift = take(actor, Shift, shift_id, right=right)
    if not shift.is_open:
        raise UnableToMoveCash(_("The shift is closed. Open a new one first."))
    if shift.desk.legal_entity_id != legal_entity_id:
        raise Invalid({"shift": _("This cash desk is of another firm of ours.")})
    return shift


def move(shift: Shift, amount: Decimal, *, field: str = "amount") -> None:
    """Change what lies in the desk of a taken shift, in roubles. Raises Invalid when it is not there."""
    hold(CashDesk, shift.desk_id)
    there = CashDesk.objects.values_list("cash", flat=True).get(pk=shift.desk_id)
    if there + amount < 0:
        raise Invalid({field: _("There are only %(cash)s in the desk.") % {"cash": money(there)}})
    CashDesk.objects.filter(pk=shift.desk_id).update(cash=F("cash") + amount)

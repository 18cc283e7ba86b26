"""Plans of payments as values: dividing a sum, reading typed lines, checking that a plan adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from femida.kernel.money import InvalidMoney, roubles, split_evenly
from femida.platform.core.errors import Invalid
from femida.platform.texts.typed import typed_line
from femida.platform.ui.formats import money

MOST = 120
LATEST_YEAR = 2199
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Due:
    """A payment of a plan in roubles: `due_on` a day, or `stage_name` the stage after which it is due."""

    amount: Decimal
    due_on: date | None = None
    stage_name: str = ""


def evenly(total: Decimal, parts: int, first_on: date) -> list[Due]:
    """Equal monthly payments that add up to the kopeck; a missing day is the last of its month."""
    if not 1 <= parts <= MOST:
        raise Invalid({"parts": _("From 1 to 120 payments.")})
    return [
        Due(amount, due_on=months_later(first_on, number))
        for number, amount in enumerate(split_evenly(total, parts))
    ]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last. Raises Invalid past the year 2199."""
    years, month = divmod(day.month - 1 + months, DECEMBER)
    year, month = day.year + years, month + 1
    if year > LATEST_YEAR:
        raise Invalid({"first_on": _("Give an earlier day.")})
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def read_lines(text: str, *, by_stage: bool) -> list[Due]:
    """Payments typed one a line: «01.12.2026 = 15 000» or «Подача иска = 15 000». Raises Invalid."""
    payments = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        when, _equals, amount = line.rpartition("=")
        try:
            payments.append(_read_line(when.strip(), amount, by_stage=by_stage))
        except (InvalidMoney, ValueError):
            example = _("Claim filed = 15 000") if by_stage else _("01.12.2026 = 15 000")
            raise Invalid(
                {"lines": _("Line %(n)d: write as “%(example)s”.") % {"n": number, "example": example}}
            ) from None
    return payments


def _read_line(when: str, amount: str, *, by_stage: bool) -> Due:
    if not when:
        raise ValueError("nothing before the sum")
    if by_stage:
        return Due(roubles(amount), stage_name=when)
    return Due(roubles(amount), due_on=datetime.strptime(when, "%d.%m.%Y").date())  # noqa: DTZ007


def checked(payments: Sequence[Due], total: Decimal) -> list[Due]:
    """The payments, cleaned. Raises Invalid at `lines`: none, too many, below zero, not adding up."""
    if not 1 <= len(payments) <= MOST:
        raise Invalid({"lines": _("From 1 to 120 payments.")})
    cleaned = []
    for one in payments:
        try:
            amount = roubles(one.amount)
        except InvalidMoney:
            raise Invalid({"lines": _("Give sums in roubles with at most two decimals.")}) from None
        if amount <= 0:
            raise Invalid({"lines": _("Every payment is above zero.")})
        name = typed_line("lines", one.stage_name, longest=160)
        if one.due_on is None and not name:
            raise Invalid({"lines": _("Every payment has a day or a stage.")})
        cleaned.append(Due(amount, one.due_on, name))
    given = sum((one.amount for one in cleaned), Decimal(0))
    if given != total:
        raise Invalid(
            {
                "lines": _("The payments make %(given)s, the contract is %(total)s.")
                % {"given": money(given), "total": money(total)}
            }
        )
    return cleaned

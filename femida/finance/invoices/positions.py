"""Positions of invoices as values: typed ones, and what instalments of a plan come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from femida.finance.invoices.models import InvoiceLine
from femida.kernel.money import LIMIT, InvalidMoney, roubles, round_half_up, split_by_weights
from femida.kernel.vat import included_vat
from femida.platform.core.errors import Invalid
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import ContractLine, Instalment
from femida.practice.services.models import Service, VatKind
from femida.practice.services.queries import rates_on

MOST_LINES = 50
MOST_QUANTITY = Decimal(100_000)
LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Wish:
    """A position to be asked for. The price is of one unit and includes VAT."""

    name: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = Service.Unit.SERVICE.value
    vat_kind: str = VatKind.NONE.value


def line_of(wish: Wish, day: date, rates: Mapping[str, int] | None = None) -> InvoiceLine:
    """The position counted with the rates of a day, not yet of an invoice. Raises Invalid at the field."""
    name = typed_line("name", wish.name, longest=LONGEST_NAME, required=True)
    if wish.unit not in Service.Unit.values:
        raise Invalid({"unit": _("Choose from the list.")})
    try:
        price = roubles(wish.price)
    except InvalidMoney:
        raise Invalid({"price": _("Give a sum in roubles with at most two decimals.")}) from None
    if price <= 0:
        raise Invalid({"price": _("The price is above zero.")})
    amount = _amount(wish.quantity, price)
    percent = rate_of(wish.vat_kind, rates if rates is not None else rates_on(day))
    return InvoiceLine(
        name=name,
        quantity=wish.quantity,
        unit=wish.unit,
        price=price,
        amount=amount,
        vat_kind=wish.vat_kind,
        vat_percent=percent,
        vat=included_vat(amount, percent),
    )


def rate_of(vat_kind: str, rates: Mapping[str, int]) -> int | None:
    """The rate of a kind of VAT, None without VAT. Raises Invalid at `vat_kind`."""
    if vat_kind == VatKind.NONE:
        return None
    if vat_kind not in rates:
        raise Invalid({"vat_kind": _("Choose from the list.")})
    return rates[vat_kind]


def of_instalments(
    instalments: Sequence[Instalment], sold: Sequence[ContractLine], planned: int
) -> list[Wish]:
    """The positions that bill payments of a plan: each payment divided among the services of the contract.

    A service gets its share by its sum in the contract, so the VAT of every service is its own; kopecks
    that are left over go where most was lost (`split_by_weights`), and the payment adds up.
    """
    wishes = []
    for one in instalments:
        weighed = [line for line in sold if line.amount > 0]
        shares = split_by_weights(one.amount, [line.amount for line in weighed])
        for line, share in zip(weighed, shares, strict=True):
            if share > 0:
                # words of the paper, which is Russian whoever draws it up
                tail = f" — платёж {one.number} из {planned}"
                name = line.name if planned == 1 else line.name[: LONGEST_NAME - len(tail)] + tail
                wishes.append(Wish(name, share, vat_kind=line.vat_kind))
    return wishes


def read_lines(text: str, vat_kind: str) -> list[Wish]:
    """Positions typed one a line: «Выезд юриста = 5 000». Raises Invalid at `positions`."""
    wishes = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        name, equals, typed = line.rpartition("=")
        try:
            if not equals or not name.strip():
                raise ValueError("nothing before the sum")
            wishes.append(Wish(name.strip(), roubles(typed.strip()), vat_kind=vat_kind))
        except ValueError:
            said = {"n": number, "example": _("Visit of a lawyer = 5 000")}
            raise Invalid({"positions": _("Line %(n)d: write as “%(example)s”.") % said}) from None
    return wishes


def numbered(lines: Iterable[InvoiceLine]) -> list[InvoiceLine]:
    """The lines with their places. Raises Invalid at `positions`: none, too many, too great a sum."""
    found = list(lines)
    if not 1 <= len(found) <= MOST_LINES:
        raise Invalid({"positions": _("From 1 to 50 positions.")})
    if sum((line.amount for line in found), Decimal(0)) > LIMIT:
        raise Invalid({"positions": _("The sum is too great.")})
    for place, line in enumerate(found, start=1):
        line.number = place
    return found


def _amount(quantity: Decimal, price: Decimal) -> Decimal:
    is_finer = quantity.is_finite() and quantity != quantity.quantize(Decimal("0.01"))
    if not quantity.is_finite() or not 0 < quantity <= MOST_QUANTITY or is_finer:
        raise Invalid({"quantity": _("From 0.01 to 100,000, at most two decimals.")})
    exact = quantity * price
    if exact > LIMIT:
        raise Invalid({"quantity": _("The sum is too great.")})
    amount = round_half_up(exact)
    if amount == 0:
        raise Invalid({"price": _("The sum of the position is above zero.")})
    return amount

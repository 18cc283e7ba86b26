"""Value-added tax inside a sum: counted by the settlement rate, to the kopeck."""

from __future__ import annotations

from decimal import Decimal

from femida.kernel.money import roubles, round_half_up

_WHOLE = 100


def included_vat(amount: Decimal, percent: int | None) -> Decimal:
    """The VAT that a sum already includes; nothing without VAT (None) and at the zero rate.

    The rule of the house, the same in Python and in the database: the tax of a position is its sum ×
    rate / (100 + rate), rounded half up to the kopeck, and the tax of a document is the sum of its
    positions' tax. Sources: the settlement rate (22/122) is article 164, clause 4, of the Tax Code; the tax
    stands in settlement documents in a line of its own, article 168, clause 4; without VAT they say so,
    clause 5. Documents are kept in roubles and kopecks: постановление Правительства РФ от 26.12.2011 № 1137.
    """
    exact = roubles(amount)
    if not percent:
        return Decimal("0.00")
    return round_half_up(exact * percent / (_WHOLE + percent))

"""Ports to fiscal registers (54-ФЗ): a provider's adapter implements `FiscalRegister` and registers itself.

Without one, receipts stay «not issued» and stand in their list for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class FiscalRequest:
    """One receipt to be issued: the sum in roubles, `kind` a word of `FiscalReceipt.Kind`.

    `key` is the same at every attempt: a register that knows it already gives its first answer.
    """

    key: str
    kind: str
    method: str
    amount: Decimal
    legal_entity_inn: str
    subject: str


@dataclass(frozen=True, slots=True)
class FiscalAnswer:
    """What the register said: its sign of the issued receipt, or why it refused."""

    sign: str = ""
    error: str = ""

    @property
    def is_issued(self) -> bool:
        """Whether the receipt has been issued."""
        return bool(self.sign)


class FiscalRegister(Protocol):
    """A fiscal register of some provider."""

    @property
    def name(self) -> str:
        """The name that stands beside its receipts."""

    def issue(self, request: FiscalRequest) -> FiscalAnswer:
        """Issue a receipt. Any exception means that nobody knows whether it was issued."""


# the first that is registered issues
fiscal_registers: Port[FiscalRegister] = Port("fiscal register")


def register_in_use() -> FiscalRegister | None:
    """The fiscal register of the firm, or None while there is none."""
    return next(iter(fiscal_registers), None)

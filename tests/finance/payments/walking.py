"""Random steps at a till: payments, refunds, reversals, new plans, accepted work, shifts, by many threads."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from femida.finance.payments.models import CashDesk

Done = list[tuple[int, int]]
FLOAT = 50_000


class MoneyWalker:
    """One thread's steps on the contracts of the till's legal entity."""

    weights = (24, 10, 10, 4, 6, 4, 6, 3)

    def __init__(self, chance: random.Random, desk: CashDesk) -> None:
        from femida.practice.contracts.models import Contract

        self.chance, self.desk = chance, desk
        self.entities = [desk.legal_entity_id]
        contracts = Contract.objects.filter(legal_entity=desk.legal_entity_id, state="registered")
        self.contracts = list(contracts.order_by("pk").values_list("pk", flat=True))
        self.steps: tuple[Callable[[], Done], ...] = (
            self.pays, self.gives_back, self.undoes, self.replans, self.accepts, self.takes_back_work,
            self.works_at_the_desk, self.allocates,
        )  # fmt: skip

    @classmethod
    def on_the_till(cls, chance: random.Random) -> MoneyWalker | None:
        """A walker on the only till there is; None without one."""
        from femida.finance.payments.models import CashDesk

        desk = CashDesk.objects.first()
        return cls(chance, desk) if desk is not None else None

    def pays(self) -> Done:
        """A payment: of all, of a part, over the debt with and without saying so."""
        from femida.finance.payments.commands import take_payment

        with refusals():
            pk = take_payment(
                house(),
                contract_id=self._contract(),
                amount=self._sum(),
                method=self._method(),
                is_advance=self.chance.random() < 0.3,
            )
            return acknowledged(pk)
        return []

    def gives_back(self) -> Done:
        """A refund."""
        from femida.finance.payments.commands import refund

        with refusals():
            pk = refund(
                house(),
                contract_id=self._contract(),
                amount=self._sum(),
                method=self._method(),
                reason="Отказ",
            )
            return acknowledged(pk)
        return []

    def undoes(self) -> Done:
        """Some payment or refund is reversed, if it can be; several threads may want the same one."""
        from femida.finance.payments.commands import reverse_payment
        from femida.finance.payments.models import Payment

        recent = list(Payment.objects.order_by("-pk").values_list("pk", flat=True)[:20])
        with refusals():
            reverse_payment(house(), payment_id=self.chance.choice([*recent, 10**9]), reason="Ошибка")
        return []

    def replans(self) -> Done:
        """The plan is set anew: other dates, other sums, or stages."""
        from femida.practice.contracts.commands import set_plan
        from femida.practice.contracts.plans import Due, evenly

        by_stage = self.chance.random() < 0.4
        parts = self.chance.randint(1, 5)
        payments = evenly(Decimal(1000), parts, self._today() - timedelta(days=60))
        if by_stage:
            payments = [Due(one.amount, stage_name=f"Этап {n}") for n, one in enumerate(payments)]
        with refusals():
            set_plan(
                house(),
                contract_id=self._contract(),
                way="stages" if by_stage else "dates",
                payments=payments,
            )
        return []

    def accepts(self) -> Done:
        """A certificate of work is signed."""
        from femida.finance.payments.commands import Accepted, recognise

        amount = self._sum()
        vat = min((amount / 6).quantize(Decimal("0.01")), amount - Decimal("0.01"))
        with refusals():
            entry = recognise(
                house(),
                accepted=Accepted(
                    self.chance.randint(1, 10**9), self._contract(), amount, vat, self._today()
                ),
            )
            return [(entry, int(amount * 100))]
        return []

    def takes_back_work(self) -> Done:
        """A certificate is declared void."""
        from femida.finance.payments.commands import take_back
        from femida.finance.payments.models import Recognition

        known = list(Recognition.objects.order_by("-pk").values_list("contract_id", "certificate_id")[:20])
        if known:
            contract, certificate = self.chance.choice(known)
            with refusals():
                take_back(
                    house(), contract_id=contract, certificate_id=certificate, business_date=self._today()
                )
        return []

    def works_at_the_desk(self) -> Done:
        """A shift is opened or closed with another count than expected, or cash moves."""
        from femida.finance.payments.commands import close_shift, move_cash, open_shift
        from femida.finance.payments.models import Shift

        shift = Shift.objects.filter(desk=self.desk, closed_at=None).values_list("pk", flat=True).first()
        counted = Decimal(self.chance.randint(0, FLOAT))
        with refusals():
            if shift is None:
                open_shift(house(), desk_id=self.desk.pk, counted=counted, reason="Пересчитано")
            elif self.chance.random() < 0.4:
                close_shift(house(), shift_id=shift, counted=counted, reason="Пересчитано")
            else:
                kind = self.chance.choice(("put_in", "to_bank", "expense"))
                move_cash(house(), shift_id=shift, kind=kind, amount=self._sum(), reason="Так надо")
        return []

    def allocates(self) -> Done:
        """An advance is put to the plan."""
        from femida.finance.payments.commands import allocate_advance

        with refusals():
            allocate_advance(house(), contract_id=self._contract())
        return []

    def _contract(self) -> int:
        return self.chance.choice(self.contracts)

    def _sum(self) -> Decimal:
        return Decimal(self.chance.choice((1, 99, 33333, self.chance.randint(1, 60_000)))) / 100

    def _method(self) -> str:
        return self.chance.choice(("cash", "cash", "card", "transfer"))

    def _today(self):
        from femida.firm.offices.queries import local_date
        from femida.platform.core import clock

        return local_date(self.desk.office_id, clock.now())


def house():
    """Who acts."""
    from femida.platform.core.actor import Actor

    return Actor.system("test")


def acknowledged(payment_id: int) -> Done:
    """The entry of a payment with the kopecks of its debit side."""
    from femida.finance.payments.models import Payment

    payment = Payment.objects.get(pk=payment_id)
    return [(payment.entry_id, int(payment.amount * 100))]


@contextmanager
def refusals() -> Iterator[None]:
    """What a step may be answered with."""
    from femida.platform.core.errors import Invalid, NotFound, UnableTo

    with suppress(UnableTo, Invalid, NotFound):
        yield

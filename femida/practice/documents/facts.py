"""What documents may say of contracts, read for many contracts at once under the reader's policy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import translation

from femida.firm.offices.queries import local_date
from femida.kernel.names import FullName
from femida.parties.requisites.speaking import Bearer, Spoken, spoken
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract, ContractLine, ContractParty, Instalment
from femida.practice.documents.sides import NOBODY, Side, of_client, of_ours
from femida.practice.services.models import Service, ServiceField

SEE_AMOUNT: Final = "contracts.see_amount"
NO_CLIENT: Final = Side(is_organisation=False)
NOT_OURS: Final = Side()
_UNDERSCORES: Final = re.compile(r"_+")


@dataclass(frozen=True, slots=True)
class Sold:
    """A service of a contract; sums in roubles, None when they are hidden from the reader."""

    name: str
    unit: str
    quantity: Decimal
    price: Decimal | None
    discount: Decimal | None
    amount: Decimal | None
    vat_kind: str
    vat_percent: int | None


@dataclass(frozen=True, slots=True)
class Payment:
    """An instalment; the sum in roubles, None when it is hidden."""

    number: int
    amount: Decimal | None
    due_on: date | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Further:
    """A further party in the reader's sight."""

    role: str
    name: str
    is_organisation: bool
    bearer: Bearer


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a document may say of one contract.

    `day` is the day of signing, of a draft the day on which the document is made. `hidden` names what is
    there but closed to the reader: `client`, `sums`, `requisites`, kinds of sealed numbers, `further`.
    """

    contract_id: int = 0
    number: str = ""
    day: date = date(2000, 1, 1)
    today: date = date(2000, 1, 1)
    kind: str = ""
    amount: Decimal | None = None
    essence: str = ""
    legal_actions: str = ""
    expectations: str = ""
    terms: str = ""
    sold: Sequence[Sold] = ()
    payments: Sequence[Payment] = ()
    further: Sequence[Further] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    client: Side = NO_CLIENT
    ours: Side = NOT_OURS
    lawyer: Bearer = NOBODY
    lawyer_post: str = ""
    office: str = ""
    city: str = ""
    office_address: str = ""
    office_phone: str = ""
    hidden: frozenset[str] = frozenset()


def key_of_field(key: str) -> str:
    """The key of a service's field as a place writes it: single spaces for underscores."""
    return _UNDERSCORES.sub(" ", key).strip()


def facts_of(actor: Actor, contract_ids: Iterable[int], *, sealed: Collection[str] = ()) -> dict[int, Facts]:
    """The facts of contracts in the actor's sight by id: at most thirteen statements for any number.

    `sealed` says of which kinds (passport, snils, inn, account) whole numbers are wanted.
    """
    # documents of the firm are Russian, whatever language their maker reads the pages in
    with translation.override("ru"):
        return _facts_of(actor, contract_ids, sealed)


def _facts_of(actor: Actor, contract_ids: Iterable[int], sealed: Collection[str]) -> dict[int, Facts]:
    wanted = sorted(set(contract_ids))
    contracts = list(
        visible(actor, Contract)
        .filter(pk__in=wanted)
        .select_related("legal_entity", "office", "responsible__position")
    )
    ids = [one.pk for one in contracts]
    lines = _grouped(ContractLine.objects.filter(contract__in=ids).order_by("pk"), "contract_id")
    current = Instalment.objects.filter(plan__contract__in=ids, plan__is_current=True)
    plans = _grouped(current.select_related("plan").order_by("number"), "plan.contract_id")
    others = _grouped(ContractParty.objects.filter(contract__in=ids).order_by("pk"), "contract_id")
    parties = spoken(
        actor,
        {one.party_id for one in contracts} | {row.party_id for rows in others.values() for row in rows},
        sealed=sealed,
    )
    services = {line.service_id for rows in lines.values() for line in rows}
    asked = list(ServiceField.objects.filter(service__in=services).order_by("order", "pk"))
    sees_sums = policy_of(actor).may(SEE_AMOUNT)
    today = _Today()
    return {
        one.pk: _facts(
            one,
            lines.get(one.pk, []),
            plans.get(one.pk, []),
            others.get(one.pk, []),
            parties,
            _fields(one, lines.get(one.pk, []), asked),
            sees_sums=sees_sums,
            today=today.of(one.office_id),
        )
        for one in contracts
    }


class _Today:
    """The calendar day in each office, asked once an office."""

    def __init__(self) -> None:
        self._now = clock.now()
        self._known: dict[int | None, date] = {}

    def of(self, office_id: int | None) -> date:
        if office_id not in self._known:
            now = self._now
            self._known[office_id] = local_date(office_id, now) if office_id is not None else now.date()
        return self._known[office_id]


def _facts(
    contract: Contract,
    lines: Sequence[ContractLine],
    plan: Sequence[Instalment],
    others: Sequence[ContractParty],
    parties: Mapping[int, Spoken],
    fields: Mapping[str, str],
    *,
    sees_sums: bool,
    today: date,
) -> Facts:
    client = parties.get(contract.party_id)
    known = [(row, parties[row.party_id]) for row in others if row.party_id in parties]
    hidden = set[str]() if client is None else set(client.hidden)
    hidden |= {"client"} if client is None else set()
    hidden |= set() if sees_sums else {"sums"}
    hidden |= set() if len(known) == len(others) else {"further"}
    lawyer, office = contract.responsible, contract.office
    return Facts(
        contract_id=contract.pk,
        number=contract.number,
        day=contract.signed_on or today,
        today=today,
        kind=str(contract.get_kind_display()),
        amount=contract.amount if sees_sums else None,
        essence=contract.essence,
        legal_actions=contract.legal_actions,
        expectations=contract.expectations,
        terms=contract.terms,
        sold=tuple(_sold(line, sees_sums=sees_sums) for line in lines),
        payments=tuple(
            Payment(one.number, one.amount if sees_sums else None, one.due_on, one.stage_name) for one in plan
        ),
        further=tuple(
            Further(row.get_role_display(), party.name, party.is_organisation, party.bearer)
            for row, party in known
        ),
        fields=fields,
        client=of_client(client) if client is not None else NO_CLIENT,
        ours=of_ours(contract.legal_entity),
        lawyer=_employee(lawyer),
        lawyer_post=lawyer.position.name if lawyer is not None and lawyer.position is not None else "",
        office=office.name if office is not None else "",
        city=office.city if office is not None else "",
        office_address=office.address if office is not None else "",
        office_phone=office.phone if office is not None else "",
        hidden=frozenset(hidden),
    )


def _employee(person: Any) -> Bearer:
    if person is None:
        return NOBODY
    return Bearer(FullName(person.surname, person.given_name, person.patronymic))


def _sold(line: ContractLine, *, sees_sums: bool) -> Sold:
    units = dict(Service.Unit.choices)
    return Sold(
        line.name,
        str(units.get(line.unit, line.unit)),
        line.quantity,
        line.price if sees_sums else None,
        line.discount if sees_sums else None,
        line.amount if sees_sums else None,
        line.vat_kind,
        line.vat_percent,
    )


def _fields(
    contract: Contract, lines: Sequence[ContractLine], asked: Sequence[ServiceField]
) -> dict[str, str]:
    """What the contract's services ask for, by key; of two services with one key the first line's counts."""
    found: dict[str, str] = {}
    for line in lines:
        values = contract.values.get(str(line.service_id), {})
        for one in asked:
            if one.service_id == line.service_id and one.key in values:
                found.setdefault(key_of_field(one.key), _written(one, values[one.key]))
    return found


def _written(asked: ServiceField, value: Any) -> str:
    match asked.kind:
        case ServiceField.Kind.YES_NO:
            return "да" if value else "нет"
        case ServiceField.Kind.DATE:
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        case ServiceField.Kind.NUMBER:
            return str(value).replace(".", ",")
    return str(value)


def _grouped(rows: Iterable[Any], path: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        owner: Any = row
        for step in path.split("."):
            owner = getattr(owner, step)
        found[owner].append(row)
    return found

"""Every address as a stranger: nothing of another office is shown, nothing is changed.

The addresses come from the URL map, the identifiers from a firm whose every object speaks of one client
with a name that occurs nowhere else; a new room's pages enter by themselves.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from femida.comms.telephony.commands import record_call
from femida.finance.invoices.commands import draft_invoice
from femida.finance.invoices.positions import Wish
from femida.finance.payments.commands import add_desk, open_shift, take_payment
from femida.parties.registry.commands import close_party
from femida.parties.registry.models import ContactPoint
from femida.planning.tasks.commands import add_task
from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor
from femida.platform.objects.types import object_types
from femida.practice.contracts.commands import (
    LineWish,
    describe_contract,
    draft_contract,
    register_contract,
    set_plan,
)
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import Due, evenly
from femida.practice.documents.commands import add_type, upload_document
from femida.practice.documents.models import DocumentVersion
from femida.practice.documents.preset import load_document_presets
from femida.practice.execution.commands import (
    accept_execution,
    add_stage,
    draw_up_certificate,
    hand_over_contract,
    record_action,
)
from femida.practice.execution.models import ActionType
from femida.practice.execution.preset import load_execution_preset
from femida.practice.services.commands import add_group, add_service
from femida.sales.deals.models import Deal
from femida.sales.leads.commands import qualify_lead
from femida.sales.leads.models import Lead
from tests.architecture.test_commands_refuse import changed_rows
from tests.firm.people import a_department, an_employee, an_office, give
from tests.practice.execution.working import fill_requisites
from tests.sales.firm import OPERATOR, a_firm

NAME = "Канарейкин"
EVERYTHING_OWN = OPERATOR | {
    "deals__view": OPERATOR["leads__view"],
    "tasks__view": OPERATOR["leads__view"],
    "tasks__finish": OPERATOR["leads__view"],
    "notes__add": OPERATOR["leads__view"],
    "parties__edit": OPERATOR["leads__view"],
    "contacts__reveal": OPERATOR["leads__view"],
    "parties__close": OPERATOR["leads__view"],
    "leads__reassign": OPERATOR["leads__take"],
    "contracts__view": OPERATOR["leads__view"],
    "contracts__draft": OPERATOR["leads__view"],
    "contracts__edit": OPERATOR["leads__view"],
    "contracts__register": OPERATOR["leads__view"],
    "contracts__void": OPERATOR["leads__view"],
    "contracts__see_amount": OPERATOR["leads__view"],
    "invoices__view": OPERATOR["leads__view"],
    "invoices__draft": OPERATOR["leads__view"],
    "invoices__issue": OPERATOR["leads__view"],
    "invoices__void": OPERATOR["leads__view"],
    "documents__view": OPERATOR["leads__view"],
    "documents__make": OPERATOR["leads__view"],
    "documents__file": OPERATOR["leads__view"],
    "documents__publish": OPERATOR["leads__view"],
    "documents__templates": OPERATOR["leads__view"],
    "files__attach": OPERATOR["leads__view"],
    "deals__refuse": OPERATOR["leads__view"],
    "execution__view": OPERATOR["leads__view"],
    "execution__hand_over": OPERATOR["leads__view"],
    "execution__accept": OPERATOR["leads__view"],
    "execution__work": OPERATOR["leads__view"],
    "execution__assign": OPERATOR["leads__view"],
    "execution__terminate": OPERATOR["leads__view"],
    "certificates__draw_up": OPERATOR["leads__view"],
    "certificates__sign": OPERATOR["leads__view"],
    "certificates__void": OPERATOR["leads__view"],
    "receivables__view": OPERATOR["leads__view"],
    "receivables__plan": OPERATOR["leads__view"],
    "payments__view": OPERATOR["leads__view"],
    "payments__take": OPERATOR["leads__view"],
    "payments__refund": OPERATOR["leads__view"],
    "payments__reverse": OPERATOR["leads__view"],
    "advances__view": OPERATOR["leads__view"],
    "cash__view": OPERATOR["leads__take"],
    "cash__shift": OPERATOR["leads__take"],
}
# A stranger writes these, with the reason.
MAY_CHANGE = {
    "journal_accesslog": "refusals and openings leave a line",
    "accounts_session": "signing in",
    "intake_hit": "the limit on requests counts them",
    "accounts_signinattempt": "guesses are counted",
}
# Addresses that may answer 5xx, with what that means.
SAYS_NO = {"health-machines:ready": "no worker runs in the tests, and it says so"}
# Addresses at which everybody changes their own things and nobody else's, with what those are.
ONES_OWN = {
    "notices:read-all": "the notices that the person was sent",
    "profile:elsewhere": "the person's own sessions",
}


def patterns(resolver: URLResolver | None = None, space: str = ""):
    """Every named address with its name and the names of its parameters."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}", entry.pattern.converters


def put_to_work(system: Actor, contract_id: int, firm) -> None:
    """Register a contract and begin the work on it: a stage, an action, a certificate."""
    load_execution_preset(system)
    party_id = Contract.objects.values_list("party_id", flat=True).get(pk=contract_id)
    payments = evenly(Decimal(1000), 1, date(2026, 12, 1))
    set_plan(system, contract_id=contract_id, way="equal", payments=payments)
    described = {"essence": NAME, "legal_actions": "Иск", "expectations": "Скоро", "terms": "Год"}
    describe_contract(system, contract_id=contract_id, **described)
    register_contract(system, contract_id=contract_id)
    fill_requisites(party_id)
    execution_id = hand_over_contract(system, contract_id=contract_id, lawyer_id=firm.operator.pk)
    accept_execution(system, execution_id=execution_id)
    add_stage(system, execution_id=execution_id, name=NAME, reason="Суд")
    kind = ActionType.objects.order_by("pk")[0].pk
    record_action(system, execution_id=execution_id, type_id=kind, text=NAME)
    draw_up_certificate(system, execution_id=execution_id, amount=Decimal(1), what_for=NAME)


@pytest.fixture
def ids(db):
    """One object of each kind, all of one client of one office; object ids by the slug of their type."""
    firm = a_firm()
    done = firm.enquiry(name=f"{NAME} Иван", text="Спор о наследстве")
    system = Actor.system("test")
    record_call(
        system,
        party_id=done.party_id,
        direction="out",
        answered=True,
        talk_seconds=60,
        employee_id=firm.operator.pk,
    )
    add_task(
        system,
        title=f"Позвонить: {NAME}",
        kind="call",
        due_at=timezone.now() + timedelta(days=1),
        object_type="parties.party",
        object_id=done.party_id,
        responsible_id=firm.operator.pk,
    )
    qualify_lead(system, lead_id=done.lead_id, title="Наследство")
    group = add_group(system, name="Наследство")
    service = add_service(system, group_id=group, name="Наследство", vat="none", price=Decimal(1000))
    deal_id = Deal.objects.values_list("pk", flat=True).get()
    contract = draft_contract(system, deal_id=deal_id, lines=[LineWish(service)])
    draft_invoice(system, contract_id=contract, positions=[Wish(f"Выезд: {NAME}", Decimal(100))])
    paper = add_type(system, name="Скан")
    upload_document(
        system,
        contract_id=contract,
        title=f"Паспорт: {NAME}",
        group="client",
        type_id=paper,
        file_name=f"{NAME}.jpg",
        content=[b"\xff\xd8\xff"],
    )
    load_document_presets(system)
    put_to_work(system, contract, firm)
    _pay_by_another(system, deal_id, service)
    second = firm.enquiry(name=f"{NAME} Иван")
    found = {}
    for one in object_types:
        row = one.model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        found[one.slug] = row or 1
    found["leads"] = second.lead_id
    found["file"] = DocumentVersion.objects.values_list("file_id", flat=True).get()
    found["contact"] = ContactPoint.objects.values_list("pk", flat=True).first()
    found["firm"] = firm
    return found


def _pay_by_another(system: Actor, deal_id: int, service: int) -> None:
    """A second contract of the same client, registered and paid in cash."""
    contract = draft_contract(system, deal_id=deal_id, lines=[LineWish(service)])
    payments = [Due(Decimal(1000), timezone.localdate())]
    set_plan(system, contract_id=contract, way="dates", payments=payments)
    register_contract(system, contract_id=contract)
    desk = add_desk(system, office_id=Deal.objects.values_list("office_id", flat=True).get(), name="Касса")
    open_shift(system, desk_id=desk, counted=Decimal(0))
    take_payment(system, contract_id=contract, amount=Decimal(400), method="cash")


def addresses(ids):
    """Every address filled with the identifiers of the foreign client."""
    for name, converters in patterns():
        space = name.split(":")[0]
        given = {}
        for parameter in converters:
            if parameter == "key":
                given[parameter] = "unknown"
            elif parameter == "contract_pk":
                given[parameter] = ids["contracts"]
            elif space == "files" and parameter == "pk":
                given[parameter] = ids["file"]
            elif "contact" in parameter or "point" in parameter:
                given[parameter] = ids["contact"]
            else:
                given[parameter] = ids.get(space, 1)
        try:
            yield name, reverse(name, kwargs=given)
        except NoReverseMatch:
            continue


def knock(client: Client, ids) -> list[str]:
    """Try every address by GET and POST; returns what was shown or changed that must not be."""
    wrong = []
    for name, address in addresses(ids):
        if name in ("account_logout", "sign-out"):
            continue
        for method in ("get", "post"):
            before = changed_rows()
            body = {"to": "1", "version": "1", "reason": "любопытство", "text": "x", "subject": "взлом"}
            answer = getattr(client, method)(address, body if method == "post" else {})
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if NAME.encode() in content:
                wrong.append(f"{method} {name}: shows the client")
            changed = {
                table: count
                for table, count in changed_rows().items()
                if count != before.get(table, 0) and table not in MAY_CHANGE
            }
            if changed and name not in ONES_OWN:
                wrong.append(f"{method} {name}: changed {changed}")
            if answer.status_code >= 500 and name not in SAYS_NO:
                wrong.append(f"{method} {name}: {answer.status_code}")
    return wrong


def test_a_visitor_is_shown_and_changes_nothing(ids):
    assert knock(Client(), ids) == []


def test_a_person_without_rights_is_shown_and_changes_nothing(ids):
    client = Client()
    client.force_login(User.objects.create(login="nobody", name="Никто"))
    assert knock(client, ids) == []


def test_another_office_s_operator_is_shown_and_changes_nothing(ids):
    office = an_office("Казань")
    stranger = an_employee(office, a_department(office, "call_centre"))
    give(stranger, **EVERYTHING_OWN)
    client = Client()
    client.force_login(stranger.account)
    assert knock(client, ids) == []


def test_a_closed_matter_is_not_shown_to_its_own_operator(ids):
    firm = ids["firm"]
    party_id = Lead.objects.values_list("party_id", flat=True).get(pk=ids["leads"])
    close_party(
        Actor.system("test"), party_id=party_id, people=[firm.head.account_id], reason="Конфликт интересов"
    )
    client = Client()
    client.force_login(firm.operator.account)
    assert knock(client, ids) == []


def test_twin_the_owner_is_shown_the_client(ids):
    """The same knocking finds the client and changes rows where it is allowed to: it can tell."""
    firm = ids["firm"]
    give(firm.operator, **EVERYTHING_OWN)
    client = Client()
    client.force_login(firm.operator.account)
    wrong = knock(client, ids)
    assert "get leads:list: shows the client" in wrong
    assert "get leads:card: shows the client" in wrong
    for slug in ("executions", "case-actions", "certificates"):
        assert f"get {slug}:card: shows the client" in wrong
    assert any("changed" in line for line in wrong)

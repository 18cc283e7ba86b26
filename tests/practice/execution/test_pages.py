"""The pages of execution: the whole way by hand, what they refuse, and in how many statements."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.platform.access.rights import Scope
from femida.platform.pipelines.moving import stage_named
from femida.practice.execution import commands
from femida.practice.execution.models import (
    ActionType,
    CaseAction,
    Certificate,
    Execution,
    StageExpense,
    WorkStage,
)
from femida.practice.services.queries import today
from tests.firm.people import an_employee, give
from tests.practice.contracting import HOUSE, a_deal
from tests.practice.execution.working import Bench, a_registered_contract, fill_requisites

pytestmark = pytest.mark.django_db

# Session, account, policy in two, the bell, the counter of contracts to accept: what every page asks.
FRAME = 6


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.account)
    return client


def at(name: str, *ids: int) -> str:
    return reverse(f"executions:{name}", args=ids)


def test_from_the_contract_to_the_signed_certificate(bench):
    manager, lawyer = browser(bench.manager), browser(bench.lawyer)
    contract_card = reverse("contracts:card", args=[bench.contract.pk])
    assert at("hand-over", bench.contract.pk) in manager.get(contract_card).content.decode()
    handed = manager.post(at("hand-over", bench.contract.pk), {"lawyer": "", "note": "Вечером"})
    assert handed["Location"] == contract_card
    execution = Execution.objects.get()
    card = at("card", execution.pk)
    assert "Ждёт принятия" in manager.get(contract_card).content.decode()
    assert "Пробный" in lawyer.get("/").content.decode()
    reason = {"reason": bench.reason(), "text": "Нет доверенности"}
    assert lawyer.post(at("return", execution.pk), reason)["Location"] == card
    again = manager.get(contract_card).content.decode()
    assert at("hand-over", bench.contract.pk) in again
    manager.post(at("hand-over-again", execution.pk), {"lawyer": "", "note": ""})
    assert lawyer.post(at("accept", execution.pk), {"lawyer": bench.lawyer.pk}).status_code == 302
    stage = WorkStage.objects.order_by("order")[0]
    assert lawyer.post(at("start-stage", execution.pk, stage.pk)).status_code == 204
    paper = SimpleUploadedFile("чек.pdf", b"%PDF-1.4 paid")
    spent = {"amount": "300,50", "what_for": "Госпошлина", "spent_on": today().isoformat(), "file": paper}
    assert lawyer.post(at("spend", execution.pk, stage.pk), spent).status_code == 302
    assert StageExpense.objects.get().file is not None
    short = {"happened": "Подали", "needed": "", "next_step": "Ждём", "next_news_on": ""}
    refused = lawyer.post(at("finish-stage", execution.pk, stage.pk), short)
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["needed", "next_news_on"])
    whole = {**short, "needed": "Ничего", "next_news_on": today().isoformat(), "starts_next": "on"}
    assert lawyer.post(at("finish-stage", execution.pk, stage.pk), whole).status_code == 302
    assert list(WorkStage.objects.order_by("order").values_list("state", flat=True)) == ["done", "in_work"]
    act = {
        "type": bench.type_of("Подано в суд"),
        "text": "Подала через канцелярию",
        "happened_at": "",
        "portal": "",
    }
    act["happened_at"] = (
        lawyer.get(at("act", execution.pk)).context["form"]["happened_at"].value().strftime("%Y-%m-%dT%H:%M")
    )
    assert lawyer.post(at("act", execution.pk), act).status_code == 302
    assert lawyer.post(at("act-on-contract", bench.contract.pk), act)["Location"] == contract_card
    assert CaseAction.objects.filter(ready_for_portal=True).count() == 2
    made = lawyer.post(
        at("certify", execution.pk),
        {"key": str(uuid.uuid4()), "amount": "400", "stage": stage.pk, "dated_on": today().isoformat()},
    )
    certificate = Certificate.objects.get()
    assert made["Location"] == reverse("certificates:card", args=[certificate.pk])
    sign = reverse("certificates:sign", args=[certificate.pk])
    assert lawyer.post(sign, {"signed_on": today().isoformat()}).status_code == 302
    shown = lawyer.get(card).content.decode()
    for words in (certificate.number, "Госпошлина", "чек.pdf", "Подала через канцелярию", "400,00", "600,00"):
        assert words in shown, words
    for page in (contract_card, reverse("parties:card", args=[bench.contract.party_id]), "/contracts/"):
        assert "В работе" in manager.get(page).content.decode(), page
    assert "Подала через канцелярию" in lawyer.get("/case-actions/").content.decode()
    assert certificate.number in lawyer.get("/certificates/").content.decode()


def test_what_is_missing_stands_on_the_contract_and_the_form_refuses(bench):
    from femida.parties.requisites.models import Requisites

    Requisites.objects.update(birth_date=None)
    manager = browser(bench.manager)
    card = manager.get(reverse("contracts:card", args=[bench.contract.pk])).content.decode()
    assert "дата рождения" in card
    assert manager.get(at("hand-over", bench.contract.pk)).status_code == 422
    posted = manager.post(at("hand-over", bench.contract.pk), {"lawyer": "", "note": ""})
    assert posted.status_code == 422
    assert "дата рождения" in posted.content.decode()


def test_the_board_asks_for_the_forms_of_its_steps(bench):
    execution, lawyer = bench.handed(), browser(bench.lawyer)

    def drop(key: str):
        return lawyer.post(
            at("move", execution.pk),
            {"to": stage_named("execution", key).pk, "version": Execution.objects.get().version},
            HTTP_HX_REQUEST="true",
            HTTP_HX_TARGET="board-card",
        )

    assert drop("returned").json()["dialog"] == at("return", execution.pk)
    assert drop("in_work").status_code == 200
    assert drop("done").status_code == 422
    assert drop("waiting_court").status_code == 200
    page = lawyer.get("/executions/?view=board").content.decode()
    assert "Развод" in page


def test_what_the_head_does(bench):
    execution, head = bench.accepted(), browser(bench.head)
    stage = WorkStage.objects.order_by("order")[0]
    card = at("card", execution.pk)
    assert head.post(at("give-stage", execution.pk, stage.pk), {"employee": bench.head.pk}).status_code == 302
    assert head.post(at("show-stage", execution.pk, stage.pk)).status_code == 204
    assert not WorkStage.objects.get(pk=stage.pk).is_for_client
    extra = {"name": "Экспертиза", "reason": "Суд", "norm_business_hours": "8", "planned_expense": ""}
    assert head.post(at("add-stage", execution.pk), extra).status_code == 302
    assert head.post(at("skip-stage", execution.pk, stage.pk), {"reason": "Не нужно"}).status_code == 302
    shown = head.get(card).content.decode()
    assert "Экспертиза" in shown
    assert "Не нужно" in shown
    home = head.get("/").content.decode()
    assert "Загрузка юристов" in home
    assert head.post(at("reassign", execution.pk), {"lawyer": bench.head.pk}).status_code == 302
    assert head.post(at("terminate", execution.pk), {"reason": "Отказ"}).status_code == 302
    assert head.get(at("terminate", execution.pk)).status_code == 422


def test_an_expense_is_cancelled_and_an_action_taken_back(bench):
    execution, lawyer = bench.accepted(), browser(bench.lawyer)
    stage = WorkStage.objects.order_by("order")[0]
    expense = commands.note_expense(
        HOUSE, execution_id=execution.pk, stage_id=stage.pk, amount=Decimal(5), what_for="Почта"
    )
    cancel = at("cancel-expense", execution.pk, expense)
    assert lawyer.post(cancel, {"reason": "Вдвое"}).status_code == 302
    assert lawyer.get(at("cancel-expense", execution.pk, 0)).status_code == 404
    action = commands.record_action(
        HOUSE, execution_id=execution.pk, type_id=bench.type_of("Изучение дела"), text="Читала"
    )
    ready = reverse("case-actions:ready", args=[action])
    assert lawyer.post(ready, {"portal_text": ""}).status_code == 422
    assert lawyer.post(ready, {"portal_text": "Изучили"}).status_code == 302
    assert "Изучили" in lawyer.get(reverse("case-actions:card", args=[action])).content.decode()
    assert lawyer.post(reverse("case-actions:withdraw", args=[action])).status_code == 204
    assert not CaseAction.objects.get().ready_for_portal


def test_types_are_set_up_on_pages(bench):
    keeper = browser(bench.person("execution__change_types", "services__view", scope=Scope.FIRM))
    form = {"name": "Переговоры", "is_public": "on", "notice_text": "Провели переговоры", "order": "5"}
    made = keeper.post("/action-types/new/", {**form, "services": [bench.desk.divorce]})
    kind = ActionType.objects.get(name="Переговоры")
    assert made["Location"] == reverse("action-types:card", args=[kind.pk])
    edit = reverse("action-types:edit", args=[kind.pk])
    assert keeper.get(edit).context["form"].initial["services"] == [bench.desk.divorce]
    assert keeper.post(edit, {**form, "name": "", "is_active": "on"}).status_code == 422
    assert keeper.post(edit, {**form, "name": "Торг"}).status_code == 302
    kind.refresh_from_db()
    assert (kind.name, kind.is_active) == ("Торг", False)


def test_the_manager_looks_and_does_not_touch(bench):
    execution, manager = bench.accepted(), browser(bench.manager)
    shown = manager.get(at("card", execution.pk)).content.decode()
    for name in ("accept", "act", "certify", "reassign", "terminate"):
        assert at(name, execution.pk) not in shown, name
        assert manager.post(at(name, execution.pk), {}).status_code == 403, name
    assert "потрачено" not in shown


def test_sums_are_for_those_who_see_them(bench):
    execution = bench.accepted()
    commands.draw_up_certificate(HOUSE, execution_id=execution.pk, amount=Decimal("321.07"))
    blind = browser(bench.person("execution__view", "contracts__view"))
    for page in (at("card", execution.pk), "/certificates/", "/executions/"):
        assert "321,07" not in blind.get(page).content.decode(), page
    assert "321,07" in browser(bench.lawyer).get(at("card", execution.pk)).content.decode()


# --- statements ---

LISTS = {
    "/executions/": FRAME + 3,  # rows, stages, masks of contacts
    "/executions/?view=board": FRAME + 3,  # stages, counts, rows of all columns in one
    "/case-actions/": FRAME + 1,
    "/certificates/": FRAME + 1,
}
# the row, its opening, its values, the mask, ways and stages in three, then the panels (contract, stages in
# two, expenses, certificates in two, actions, files in two, hand-overs), the time-line and its renderers (5)
CARD = FRAME + 25


def statements(client: Client, address: str) -> list[str]:
    client.get(address)  # what is loaded once in a process
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return [one["sql"] for one in captured.captured_queries]


def more_work(bench: Bench, number: int) -> Execution:
    """The work on one more contract, with a bit of everything."""
    bench.desk.deal = a_deal(bench.desk.firm, f"+799900001{number:02}", bench.desk.seller)
    fill_requisites(bench.desk.deal.party_id)
    bench.contract = a_registered_contract(bench.desk)
    execution = bench.accepted()
    stage = bench.stages()[0]
    commands.start_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk)
    commands.note_expense(
        HOUSE, execution_id=execution.pk, stage_id=stage.pk, amount=Decimal(5), what_for="Почта"
    )
    commands.record_action(
        HOUSE, execution_id=execution.pk, type_id=bench.type_of("Подано в суд"), text="Подано"
    )
    commands.draw_up_certificate(HOUSE, execution_id=execution.pk, amount=Decimal(5))
    return execution


def test_lists_board_and_card_ask_exactly_as_much_with_one_and_with_six(bench):
    reader = browser(bench.head)
    card = at("card", more_work(bench, 0).pk)
    few = {address: statements(reader, address) for address in (*LISTS, card)}
    execution = more_work(bench, 1)
    for number in range(2, 6):
        more_work(bench, number)
    for stage in bench.stages():
        commands.note_expense(
            HOUSE, execution_id=execution.pk + 4, stage_id=stage.pk, amount=Decimal(5), what_for="Почта"
        )
    for address, budget in {**LISTS, card: CARD}.items():
        many = statements(reader, address)
        assert len(few[address]) == len(many) == budget, (address, len(many), "\n".join(many))


def test_the_pages_of_contracts_and_parties_ask_a_fixed_number_more(bench):
    reader = an_employee(bench.desk.office)
    give(reader, contracts__view=Scope.OFFICE, contracts__see_amount=Scope.OFFICE, parties__view=Scope.OFFICE)
    contract = reverse("contracts:card", args=[bench.contract.pk])
    before = len(statements(browser(reader), contract))
    give(reader, execution__view=Scope.OFFICE)
    # the execution, requisites, asked fields, actions
    assert len(statements(browser(reader), contract)) == before + 4
    bench.accepted()
    # the execution and whether it is theirs, actions; the time-line draws moves and hand-overs
    assert len(statements(browser(reader), contract)) == before + 5

"""Where clients pay an own firm to: checked by the digits, whole or empty."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from femida.firm.offices.commands import set_bank_details
from femida.firm.offices.models import LegalEntity
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Stale
from femida.platform.journal.models import FieldChange
from tests.firm.people import actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("test")
BANK = {
    "bank_name": "АО «Примербанк»",
    "bic": "044525999",
    "account": "40702810300000000042",
    "corr_account": "30101810600000000999",
    "accountant_name": "Образцова Вера Павловна",
}


@pytest.fixture
def entity() -> LegalEntity:
    return an_office().legal_entity


def refused(entity, **changes) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        set_bank_details(HOUSE, legal_entity_id=entity.pk, **{**BANK, **changes})
    return set(refusal.value.fields)


def test_bank_details_are_set_and_their_history_stays(entity):
    typed = {**BANK, "account": "407 028 103 00000000042", "bic": "044 525 999"}
    set_bank_details(HOUSE, legal_entity_id=entity.pk, version=entity.version, **typed)
    entity.refresh_from_db()
    assert {name: getattr(entity, name) for name in BANK} == BANK
    set_bank_details(HOUSE, legal_entity_id=entity.pk, accountant_name="Другая")
    entity.refresh_from_db()
    assert (entity.account, entity.accountant_name) == ("", "Другая")
    changed = FieldChange.objects.filter(table="offices_legalentity", row=entity.pk)
    assert "account" in set(changed.values_list("field", flat=True))
    with pytest.raises(Stale):
        set_bank_details(HOUSE, legal_entity_id=entity.pk, version=1, **BANK)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"account": "40702810300000000043"}, {"account"}),
        ({"account": "4070281030000000004"}, {"account"}),
        ({"bic": "044525998"}, {"account"}),
        ({"bic": "04452599"}, {"bic", "account", "corr_account"}),
        ({"corr_account": "30101810600000000998"}, {"corr_account"}),
        ({"bank_name": ""}, {"bank_name"}),
        ({"bank_name": "Б" * 161}, {"bank_name"}),
        ({"account": ""}, {"account"}),
        ({"bic": ""}, {"bic", "account", "corr_account"}),
    ],
)
def test_wrong_digits_and_halves_are_refused_at_their_field(entity, changes, fields):
    assert refused(entity, **changes) == fields
    entity.refresh_from_db()
    assert (entity.account, entity.version) == ("", 1)


def test_the_treasury_has_no_correspondent_account(entity):
    set_bank_details(HOUSE, legal_entity_id=entity.pk, **{**BANK, "corr_account": ""})
    entity.refresh_from_db()
    assert entity.corr_account == ""


def test_the_database_keeps_no_half_of_bank_details(entity):
    for column, value in (("account", "12"), ("bic", "044525999"), ("bank_name", "Банк")):
        with (
            pytest.raises(IntegrityError, match="bank_whole"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(
                f"UPDATE offices_legalentity SET {column} = %s WHERE id = %s",
                [value, entity.pk],
            )


def test_only_who_changes_offices_changes_where_money_goes(entity, client):
    office = an_office("Казань")
    person = an_employee(office)
    give(person, offices__view=Scope.FIRM)
    with pytest.raises(Denied):
        set_bank_details(actor_of(person), legal_entity_id=entity.pk, **BANK)
    client.force_login(person.account)
    address = reverse("legal-entities:bank", args=[entity.pk])
    assert client.get(address).status_code == 403
    assert (
        "Изменить реквизиты банка"
        not in client.get(reverse("legal-entities:card", args=[entity.pk])).content.decode()
    )
    give(person, offices__change=Scope.FIRM)
    assert client.post(address, {**BANK, "version": 1}).status_code == 302
    shown = client.get(reverse("legal-entities:card", args=[entity.pk])).content.decode()
    assert BANK["account"] in shown
    assert "Изменить реквизиты банка" in shown

"""Contacts: hidden by masks, shown by a recorded reveal, found by two counted questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from femida.parties.registry.commands import (
    FoundContact,
    UnableToFindMore,
    add_contact_point,
    close_party,
    find_by_number,
    find_by_tail,
    remove_contact_point,
    reveal_contact,
)
from femida.parties.registry.commands.contacts import SEARCHES_AN_HOUR
from femida.parties.registry.models import ContactPoint
from femida.parties.registry.queries import masked_contacts
from femida.platform.access.policy import one_policy_per_actor, policy_of
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.journal.models import AccessLog, Fact
from femida.platform.vault.keys import KeyKind, write_key
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.people import SYSTEM, a_party

pytestmark = pytest.mark.django_db
NUMBER = "+79123456789"


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def reader(office):
    """Sees the parties of the office and nothing of their contacts."""
    employee = an_employee(office)
    give(employee, parties__view=Scope.OFFICE)
    return employee


def only_point(party_id: int) -> ContactPoint:
    return ContactPoint.objects.get(party_id=party_id)


def masks(actor, party_id: int) -> list[str]:
    return [contact.mask for contact in masked_contacts(actor, [party_id]).get(party_id, [])]


def test_without_rights_all_masks_of_a_kind_are_alike(office, reader):
    one = a_party(phones=[NUMBER], emails=["anna@mail.ru"], office_id=office.pk)
    other = a_party(phones=["+49 30 1234567"], emails=["b@example.com"], office_id=office.pk)
    assert masks(actor_of(reader), one) == ["••• ••• ••-••", "•••@•••"]
    assert masks(actor_of(reader), one) == masks(actor_of(reader), other)


def test_the_right_to_search_by_tail_shows_tails(office, reader):
    give(reader, contacts__find_by_tail=Scope.OFFICE)
    party_id = a_party(phones=[NUMBER], emails=["anna@mail.ru"], office_id=office.pk)
    assert masks(actor_of(reader), party_id) == ["+7 ••• •••-67-89", "a•••@m•••.ru"]
    assert not masked_contacts(actor_of(reader), [party_id])[party_id][0].revealable


def test_tails_show_only_where_the_right_reaches(office, reader):
    give(reader, contacts__find_by_tail=Scope.OWN)
    foreign = a_party(phones=[NUMBER], office_id=office.pk)
    own = a_party(phones=[NUMBER], office_id=office.pk, responsible_id=reader.pk)
    assert masks(actor_of(reader), foreign) == ["••• ••• ••-••"]
    assert masks(actor_of(reader), own) == ["+7 ••• •••-67-89"]


def test_a_page_of_contacts_is_one_statement(office, reader):
    parties = [a_party(phones=[NUMBER], office_id=office.pk) for _ in range(30)]
    with one_policy_per_actor():
        policy_of(actor_of(reader))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(masked_contacts(actor_of(reader), parties)) == 30
    assert len(queries) == 1


def test_contacts_of_parties_out_of_sight_are_left_out(office, reader):
    elsewhere = a_party(phones=[NUMBER], office_id=an_office("Казань").pk)
    closed = a_party(phones=[NUMBER], office_id=office.pk)
    close_party(SYSTEM, party_id=closed, people=[an_employee(office).account_id], reason="спор")
    assert masked_contacts(actor_of(reader), [elsewhere, closed]) == {}


def test_a_reveal_shows_the_number_and_leaves_a_line(office, reader):
    give(reader, contacts__reveal=Scope.OFFICE)
    party_id = a_party(phones=["+7 912 345-67-89 доб. 12"], office_id=office.pk)
    point = only_point(party_id)
    assert reveal_contact(actor_of(reader), contact_point_id=point.pk, reason="перезвонить") == (
        "+7 912 345-67-89, 12"
    )
    line = AccessLog.objects.get()
    assert (line.kind, line.actor_id, line.object_type, line.object_id, line.reason) == (
        "reveal", reader.account_id, "parties.contact_point", point.pk, "перезвонить",
    )  # fmt: skip


def test_a_reveal_without_a_reason_shows_nothing(office, reader):
    give(reader, contacts__reveal=Scope.OFFICE)
    point = only_point(a_party(phones=[NUMBER], office_id=office.pk))
    with pytest.raises(Invalid) as refusal:
        reveal_contact(actor_of(reader), contact_point_id=point.pk, reason="  \n ")
    assert "reason" in refusal.value.fields
    assert AccessLog.objects.count() == 0


def test_a_number_in_the_reason_is_not_kept(office, reader):
    give(reader, contacts__reveal=Scope.OFFICE)
    point = only_point(a_party(phones=[NUMBER], office_id=office.pk))
    reveal_contact(actor_of(reader), contact_point_id=point.pk, reason="просил с 8 912 345 67 89")
    assert AccessLog.objects.get().reason == "просил с ••• ••• ••-••"


def test_a_reveal_without_the_right_is_denied_and_noted(office, reader):
    point = only_point(a_party(phones=[NUMBER], office_id=office.pk))
    with pytest.raises(Denied):
        reveal_contact(actor_of(reader), contact_point_id=point.pk, reason="надо")
    assert AccessLog.objects.get().kind == "refused"


def test_a_reveal_out_of_sight_is_not_found(office, reader):
    give(reader, contacts__reveal=Scope.OFFICE)
    point = only_point(a_party(phones=[NUMBER], office_id=an_office("Казань").pk))
    for pk in (point.pk, 10**9):
        with pytest.raises(NotFound):
            reveal_contact(actor_of(reader), contact_point_id=pk, reason="надо")


def test_a_contact_is_added_once(office):
    party_id = a_party(phones=[NUMBER])
    added = add_contact_point(SYSTEM, party_id=party_id, kind="phone", value="8 912 345 67 80", label="жена")
    again = add_contact_point(SYSTEM, party_id=party_id, kind="phone", value="+79123456780")
    assert (again, ContactPoint.objects.count()) == (added, 2)
    assert Fact.objects.filter(kind="contact.added").count() == 2
    assert ContactPoint.objects.get(pk=added).is_primary is False
    main = add_contact_point(SYSTEM, party_id=party_id, kind="phone", value="+79123456781", is_primary=True)
    assert [point.pk for point in ContactPoint.objects.filter(is_primary=True)] == [main]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("telegram", "https://t.me/Anna_K", "@anna_k"),
        ("telegram", "@anna_k", "@anna_k"),
        ("whatsapp", "89123456789", "+7 912 345-67-89"),
        ("vk", "vk.com/id1", "@id1"),
        ("email", "Анна@Почта.РФ", "анна@почта.рф"),
    ],
)
def test_every_kind_of_contact_comes_back(kind, value, shown):
    party_id = a_party()
    pk = add_contact_point(SYSTEM, party_id=party_id, kind=kind, value=value)
    assert reveal_contact(SYSTEM, contact_point_id=pk, reason="проба") == shown
    assert masked_contacts(SYSTEM, [party_id])[party_id][0].mask != shown


@pytest.mark.parametrize(
    ("kind", "value", "field"), [("phone", "1", "value"), ("vk", "два слова", "value"), ("fax", "1", "kind")]
)
def test_a_contact_that_cannot_be_is_refused(kind, value, field):
    with pytest.raises(Invalid) as refusal:
        add_contact_point(SYSTEM, party_id=a_party(), kind=kind, value=value)
    assert list(refusal.value.fields) == [field]


def test_a_removed_contact_finds_nobody_and_the_next_becomes_main(office, reader):
    give(reader, contacts__find_by_number=Scope.OFFICE, contacts__change=Scope.OFFICE)
    party_id = a_party(phones=[NUMBER, "+79123456780"], office_id=office.pk)
    first, second = ContactPoint.objects.filter(party_id=party_id).order_by("pk")
    remove_contact_point(actor_of(reader), contact_point_id=first.pk)
    second.refresh_from_db()
    assert second.is_primary
    assert find_by_number(actor_of(reader), number=NUMBER) == []
    with pytest.raises(NotFound):
        remove_contact_point(actor_of(reader), contact_point_id=first.pk)
    assert Fact.objects.filter(kind="contact.removed").count() == 1
    assert add_contact_point(actor_of(reader), party_id=party_id, kind="phone", value=NUMBER)


def test_both_questions_find_only_what_the_asker_sees(office, reader):
    give(reader, contacts__find_by_number=Scope.FIRM, contacts__find_by_tail=Scope.FIRM)
    seen = a_party(phones=[NUMBER], office_id=office.pk)
    a_party(phones=[NUMBER], office_id=an_office("Казань").pk)
    closed = a_party(phones=[NUMBER], office_id=office.pk)
    close_party(SYSTEM, party_id=closed, people=[an_employee(office).account_id], reason="спор")
    expected = [FoundContact(seen, only_point(seen).pk)]
    assert find_by_number(actor_of(reader), number="8 912 345-67-89") == expected
    assert find_by_tail(actor_of(reader), tail="6789") == expected
    assert find_by_tail(actor_of(reader), tail="6780") == []
    lines = AccessLog.objects.order_by("pk").values_list("kind", "object_id", "reason")
    assert list(lines) == [
        ("found_by_number", seen, "1"), ("found_by_tail", seen, "1"), ("found_by_tail", None, "0"),
    ]  # fmt: skip


@pytest.mark.parametrize("tail", ["", "678", "67890", "67a9", "٦٧٨٩", "%678"])
def test_only_four_digits_are_a_tail(office, reader, tail):
    give(reader, contacts__find_by_tail=Scope.FIRM)
    with pytest.raises(Invalid):
        find_by_tail(actor_of(reader), tail=tail)


@pytest.mark.parametrize("part", ["+7912345678", "912345", "6789", "+7912*"])
def test_a_part_of_a_number_is_no_question(office, reader, part):
    give(reader, contacts__find_by_number=Scope.FIRM)
    with pytest.raises(Invalid):
        find_by_number(actor_of(reader), number=part)
    assert AccessLog.objects.count() == 0


def test_questions_are_counted_for_each_person(office, reader):
    colleague = an_employee(office)
    for person in (reader, colleague):
        give(person, contacts__find_by_tail=Scope.OFFICE)
    for number in range(SEARCHES_AN_HOUR):
        find_by_tail(actor_of(reader), tail=f"{number:04}")
    with pytest.raises(UnableToFindMore):
        find_by_tail(actor_of(reader), tail="6789")
    find_by_tail(actor_of(colleague), tail="6789")
    assert AccessLog.objects.filter(kind="found_by_tail").count() == SEARCHES_AN_HOUR + 1


def test_adding_what_is_there_counts_as_a_question(office, reader):
    give(reader, contacts__change=Scope.OFFICE)
    party_id = a_party(phones=[NUMBER], office_id=office.pk)
    for _ in range(SEARCHES_AN_HOUR):
        add_contact_point(actor_of(reader), party_id=party_id, kind="phone", value=NUMBER)
    with pytest.raises(UnableToFindMore):
        add_contact_point(actor_of(reader), party_id=party_id, kind="phone", value=NUMBER)
    lines = AccessLog.objects.filter(kind="found_by_number", object_id=party_id, right="contacts.change")
    assert lines.count() == SEARCHES_AN_HOUR
    assert add_contact_point(actor_of(reader), party_id=party_id, kind="phone", value="+79123456780")


def test_contacts_are_found_in_the_middle_of_a_rotation(office, reader, settings, tmp_path):
    settings.FEMIDA_DATA = tmp_path / "data"
    give(reader, contacts__find_by_number=Scope.OFFICE)
    before = a_party(phones=[NUMBER], office_id=office.pk)
    folder = tmp_path / "data" / "keys"
    write_key(folder, KeyKind.INDEX, 2)
    after = a_party(phones=[NUMBER], office_id=office.pk)
    assert only_point(before).blind_index_next is None
    assert only_point(after).blind_index_next is not None
    found = find_by_number(actor_of(reader), number=NUMBER)
    assert [one.party_id for one in found] == [after, before]
    # the rotation is over for the second party: its old digest is gone, and the old key with it
    ContactPoint.objects.filter(party_id=after).update(blind_index=only_point(after).blind_index_next)
    (folder / "vault-index.1.key").unlink()
    assert [one.party_id for one in find_by_number(actor_of(reader), number=NUMBER)] == [after]

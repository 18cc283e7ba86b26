"""Entries follow their rows, whoever writes them; what may not be searched by parts is refused."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from femida.kernel.text import name_key
from femida.platform.core.ports import Port
from femida.platform.objects.types import Field, FieldType, ObjectType
from femida.platform.search import building, sources
from femida.platform.search.building import differences, install, rebuild
from femida.platform.search.checks import entries_agree
from femida.platform.search.jobs import mend
from femida.platform.search.models import SearchEntry, SearchPart
from tests.firm.people import an_office
from tests.sample.models import Thing

# every test but those of the owner stands in a transaction of its own
rows = pytest.mark.django_db


def texts() -> dict[int, str]:
    found = SearchEntry.objects.filter(object_type="sample.thing", source="own")
    return dict(found.values_list("object_id", "text"))


def own() -> sources.Source:
    return next(one for one in sources.sources() if one.name == "sample.thing:own")


@rows
def test_an_entry_follows_its_row(house):
    thing = house.thing("Ёлкин-Ковалёв «Пётр»")
    assert texts() == {thing.pk: "елкин ковалев петр"}
    Thing.objects.filter(pk=thing.pk).update(name="Другое имя")
    assert texts() == {thing.pk: "другое имя"}
    Thing.objects.filter(pk=thing.pk).update(note="не ищется")
    assert texts() == {thing.pk: "другое имя"}
    Thing.objects.filter(pk=thing.pk).delete()
    assert texts() == {}


@rows
def test_a_copied_million_would_be_found_too(house):
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY sample_thing (id, name, office_id, version, created_at) FROM STDIN") as copy,
    ):
        copy.write_row((7001, "Скопированная Анна", house.here.pk, 1, "2026-11-01T00:00:00Z"))
    assert texts() == {7001: "скопированная анна"}


@rows
@pytest.mark.parametrize(
    "name",
    ["ООО «Ёлка-1»", "  Иванов   Пётр ", "O'Neil & Sons, Ltd.", "№ 12/2026-Б", "ЙОД йод", "ДОМ\u00a0№5", ""],
)
def test_the_database_folds_as_the_search_does(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT femida_fold(%s)", [name])
        assert cursor.fetchone()[0] == name_key(name)


@rows
def test_verify_finds_what_differs_and_the_job_mends_it(house):
    thing, other = house.thing("Верное"), house.thing("Второе")
    assert entries_agree().holds
    SearchEntry.objects.filter(object_id=thing.pk).update(text="неверное")
    SearchEntry.objects.filter(object_id=other.pk).delete()
    SearchEntry.objects.create(
        object_type="sample.thing", object_id=999, source="own", needs="", text="чужое"
    )
    wrong = entries_agree().wrong
    assert {f"sample.thing:own, object {pk}" for pk in (thing.pk, other.pk, 999)} == set(wrong)
    assert rebuild(own()) == 3
    assert entries_agree().holds
    mend()
    assert rebuild(own()) == 0


@rows
def test_triggers_stand_for_every_source():
    standing = set(SearchPart.objects.values_list("key", flat=True))
    assert standing == {source.name for source in sources.sources()}
    assert {"parties.party:requisites", "sales.lead:own", "practice.contract:own"} <= standing


@rows
def test_a_field_behind_a_right_lies_apart_and_a_sealed_one_nowhere(monkeypatch):
    """«A field that any view can hide never shares a row with one that none can.»"""
    types: Port[ObjectType] = Port("object type")
    monkeypatch.setattr(sources, "object_types", types)

    def described(sensitivity: str) -> ObjectType:
        return ObjectType(
            key="sample.thing", model=Thing, label="", plural="", icon="", slug="things",
            view_right="things.view", title="name", columns=(), search=("name", "note"),
            fields=(
                Field("name", "", FieldType.TEXT),
                Field("note", "", FieldType.LONG_TEXT, sensitivity=sensitivity),
            ),
        )  # fmt: skip

    types.register("one", described("things.change"))
    made = [(one.key, one.needs, one.columns) for one in sources.sources()]
    assert made == [
        ("own", "", (("t0", "name"),)),
        ("things.change", "things.change", (("t0", "note"),)),
    ]
    sealed: Port[ObjectType] = Port("object type")
    sealed.register("one", described("contact"))
    monkeypatch.setattr(sources, "object_types", sealed)
    with pytest.raises(ImproperlyConfigured):
        sources.sources()


@pytest.fixture
def as_owner(cloned_database, database_server):
    """A database of the test's own, under the role that may change tables."""
    database_server.point(cloned_database, as_owner=True)


def test_an_entry_follows_what_its_row_refers_to(as_owner, monkeypatch):
    """Another description is followed from the next migration on; until then the old one is."""
    office = an_office("Здесь")
    parent = Thing.objects.create(name="Родитель", office=office)
    child = Thing.objects.create(name="Ребёнок", office=office, parent=parent)
    assert texts()[child.pk] == "ребенок"
    with_parent = replace(
        own(),
        steps=(sources.Step("t1", "sample_thing", "t0", "parent_id", "id"),),
        columns=(("t0", "name"), ("t1", "name")),
    )
    others = [one for one in sources.sources() if one.name != with_parent.name]
    monkeypatch.setattr(building, "sources", lambda: [*others, with_parent])
    install()
    assert texts()[child.pk] == "ребенок родитель"
    Thing.objects.filter(pk=parent.pk).update(name="Старший")
    assert texts()[child.pk] == "ребенок старший"
    Thing.objects.filter(pk=child.pk).update(parent=None)
    assert texts()[child.pk] == "ребенок"
    assert differences(with_parent, 20) == (2, [])
    # a source that nobody describes any more leaves nothing behind
    monkeypatch.setattr(building, "sources", lambda: others)
    install()
    assert texts() == {}
    Thing.objects.create(name="Новая", office=office)
    assert texts() == {}


def test_without_the_triggers_entries_fall_behind(as_owner):
    """The twin of all of the above."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sample_thing DISABLE TRIGGER USER")
    Thing.objects.create(name="Незамеченная", office=an_office("Здесь"))
    assert texts() == {}
    assert not entries_agree().holds

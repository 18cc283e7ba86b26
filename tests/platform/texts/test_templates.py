"""Templates: written under their right, filled under the reader's."""

from __future__ import annotations

import pytest

from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import Fact, FieldChange
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.texts.commands import change_template, write_template
from femida.platform.texts.models import TextTemplate
from femida.platform.texts.rendering import Rendered, render_text
from femida.platform.texts.typed import typed_line, typed_text
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.platform.texts.probe import INSIDER, READER, Probe
from tests.sample.models import Thing

HOUSE = Actor.system("test")
BODY = "Здравствуйте, {Имя}! Ваш номер {телефон}.{пусто}"


@pytest.fixture
def described(monkeypatch):
    """The probe, described for the time of a test only: it has no pages."""
    probe = ObjectType(
        key="probe.thing", model=Thing, label="Probe", plural="Probes", icon="note", slug="probes",
        view_right="things.view", title="name", fields=(Field("name", "Name", FieldType.TEXT),),
        columns=("name",),
    )  # fmt: skip
    monkeypatch.setitem(object_types._things, "probe.thing", probe)


def written(**values) -> TextTemplate:
    values = {"key": "hello", "object_type": "probe.thing", "title": "Привет", "body": BODY, **values}
    return TextTemplate.objects.get(pk=write_template(HOUSE, **values))


def test_values_are_those_the_reader_may_see() -> None:
    template = TextTemplate(object_type="probe.thing", body=BODY)
    assert render_text(INSIDER, template, Probe()) == Rendered(
        "Здравствуйте, Мария! Ваш номер +7 912 345-67-89.", ("пусто",)
    )
    assert render_text(READER, template, Probe()) == Rendered(
        "Здравствуйте, Мария! Ваш номер .", ("телефон", "пусто")
    )


def test_an_unknown_placeholder_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        render_text(READER, TextTemplate(object_type="probe.thing", body="{пароль}"), Probe())
    assert "{пароль}" in str(refusal.value.fields["body"])
    with pytest.raises(Invalid):
        render_text(READER, TextTemplate(object_type="nothing.known", body="{имя}"), Probe())


@pytest.mark.django_db
def test_a_template_is_written_and_changed_with_its_history(described) -> None:
    template = written()
    change_template(HOUSE, template_id=template.pk, title="Привет", body="Добрый день, {имя}!", version=1)
    template.refresh_from_db()
    assert (template.body, template.version) == ("Добрый день, {имя}!", 2)
    assert FieldChange.objects.get(table="texts_texttemplate").new == "Добрый день, {имя}!"
    assert Fact.objects.filter(kind="texts.template_saved").count() == 2
    with pytest.raises(Stale):
        change_template(HOUSE, template_id=template.pk, title="x", body="x", version=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"key": "not a key"}, "key"),
        ({"key": ""}, "key"),
        ({"object_type": "nothing.known"}, "object_type"),
        ({"language": "de"}, "language"),
        ({"title": " "}, "title"),
        ({"title": "ы" * 121}, "title"),
        ({"body": "{пароль}"}, "body"),
        ({"body": "ы" * 40_000}, "body"),
        ({"body": "a" * 70_000}, "body"),
    ],
)
def test_a_bad_template_is_refused_at_its_field(described, values, field) -> None:
    with pytest.raises(Invalid) as refusal:
        written(**values)
    assert field in refusal.value.fields
    assert not TextTemplate.objects.exists()


@pytest.mark.django_db
def test_one_key_has_one_template_per_language(described) -> None:
    written()
    written(language="en")
    with pytest.raises(Invalid):
        written()
    assert TextTemplate.objects.count() == 2


@pytest.mark.django_db
def test_without_the_right_nothing_is_written(described) -> None:
    template = written()
    before = (list(TextTemplate.objects.values()), Fact.objects.count())
    employee = an_employee(an_office())
    give(employee, things__view=Scope.FIRM)
    for actor in (actor_of(employee), Actor.anonymous()):
        with pytest.raises(Denied):
            write_template(actor, key="other", object_type="probe.thing", title="x", body="x")
        with pytest.raises(Denied):
            change_template(actor, template_id=template.pk, title="x", body="x")
    with pytest.raises(NotFound):
        change_template(HOUSE, template_id=999, title="x", body="x")
    assert (list(TextTemplate.objects.values()), Fact.objects.count()) == before


def test_typed_words_are_cleaned_masked_and_measured() -> None:
    assert typed_line("a", " один\n два\u202e ", longest=10) == "один два"
    assert typed_text("a", "  один\r\nдва  ", longest=20) == "один\nдва"
    assert "345" not in typed_text("a", "звонить 8 (912) 345-67-89", longest=60)
    for value, required in (("ы" * 11, False), ("  ", True)):
        with pytest.raises(Invalid) as refusal:
            typed_line("a", value, longest=10, required=required)
        assert list(refusal.value.fields) == ["a"]

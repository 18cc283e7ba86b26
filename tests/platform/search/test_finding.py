"""What is found, for whom, in which order, and with how many statements."""

import pytest

from femida.platform.access.policy import one_policy_per_actor, policy_of
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.search.everywhere import search_everywhere, searched_types
from femida.platform.search.finding import FEW, found_keys, quick_hits
from tests.firm.people import actor_of, an_employee, give
from tests.sample.models import Thing
from tests.sample.objects import THING

pytestmark = pytest.mark.django_db


def found(actor: Actor, text: str) -> list[str]:
    """The names of found things, the best first."""
    names = dict(Thing.objects.values_list("pk", "name"))
    hits = search_everywhere(actor, text, 5).hits
    return [names[hit.object_id] for hit in hits if hit.object_type == "sample.thing"]


@pytest.fixture
def clerk(house):
    return actor_of(house.clerk)


@pytest.mark.parametrize(
    "typed",
    [
        "иванов пётр", "Петр ИВАНОВ", "нов ван", "иванова", "петру иванову", "ивановым",
        "bdfyjd", "Bdfyjd Gtnh", "ив пе", "'иванов'", "иванов,петр",
    ],
)  # fmt: skip
def test_words_in_any_order_form_and_layout_find(house, clerk, typed):
    house.thing("Иванов Пётр Сергеевич")
    house.thing("Сидорова Анна")
    assert found(clerk, typed) == ["Иванов Пётр Сергеевич"]


@pytest.mark.parametrize("typed", ["", " ", "«»", "%", "_", "\\", "нетакого", "в"])
def test_nothing_finds_nothing(house, clerk, typed):
    house.thing("Иванов Пётр")
    assert found(clerk, typed) == []


def test_short_names_have_forms_too(house, clerk):
    house.thing("Белова Анна")
    assert found(clerk, "анне") == found(clerk, "беловой анной") == ["Белова Анна"]
    assert found(clerk, "ане") == []


def test_a_word_on_the_other_keyboard_says_so(house, clerk):
    house.thing("Привет")
    answer = search_everywhere(clerk, "ghbdtn", 5)
    assert (answer.shown_for, len(answer.hits)) == ("привет", 1)
    assert search_everywhere(clerk, "привет", 5).shown_for == ""


def test_the_better_fit_stands_first(house, clerk):
    for name in ("Закупка лома", "Ивлом", "Дело Ломова", "Лом и ко"):
        house.thing(name)
    assert found(clerk, "лом")[:2] == ["Лом и ко", "Дело Ломова"]
    assert set(found(clerk, "лом")) == {"Закупка лома", "Ивлом", "Дело Ломова", "Лом и ко"}


def test_an_object_is_found_by_its_key(house, clerk):
    thing, foreign = house.thing("Первая"), house.thing("Чужая", office=house.there)
    assert found(clerk, f"#{thing.pk}") == found(clerk, f"№{thing.pk}") == ["Первая"]
    assert found(clerk, f"#{foreign.pk}") == found(clerk, "#9" * 30) == []


def test_hidden_rows_neither_match_nor_push_out(house, clerk):
    """Twin: without the policy in the statement, the older foreign rows would fill every grade."""
    for number in range(FEW * 2 + 1):
        house.thing(f"Орлова {number}", office=house.there)
    house.thing("Орлова наша")
    assert found(clerk, "орлова") == ["Орлова наша"]
    everybody = Actor.system("probe")
    hits = quick_hits(policy_of(everybody), [THING], "орлова", 5)
    assert len(hits) >= FEW


def test_own_rows_are_found_by_those_they_belong_to(house):
    owner = an_employee(house.here)
    give(owner, things__view=Scope.OWN)
    house.thing("Ничья вещь")
    assert found(actor_of(owner), "вещь") == []
    assert found(actor_of(house.visitor), "вещь") == []
    assert found(actor_of(house.clerk), "вещь") == ["Ничья вещь"]


def test_a_list_is_searched_in_the_same_entries(house, clerk):
    thing = house.thing("Ёлкина Мария")
    house.thing("Ёлкина Чужая", office=house.there)
    rows = visible(clerk, Thing)
    for typed in ("елкиной", "мар елк", "кина"):
        assert found_keys(policy_of(clerk), rows, THING, typed) == {thing.pk}
    assert found_keys(policy_of(clerk), rows, THING, "") == set()


def test_costs_two_statements_whatever_is_found(house, clerk, django_assert_num_queries):
    give(house.clerk, parties__view=Scope.OFFICE, leads__view=Scope.OFFICE, contracts__view=Scope.OFFICE)
    for number in range(7):
        house.thing(f"Иванов {number}")
    with one_policy_per_actor():
        assert len(searched_types(policy_of(clerk))) >= 4
        with django_assert_num_queries(2):
            search_everywhere(clerk, "иванов", 5)
        # the same again on the other keyboard
        with django_assert_num_queries(4):
            search_everywhere(clerk, "нетакого", 5)

"""Components escape what they are given and say in words what they show by colour."""

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from femida.platform.ui import components as ui
from femida.platform.ui.palette import STAGE_COLOURS, colour_class

EVIL = "<script>alert(1)</script>\"'&"


def test_text_escapes_what_is_not_safe():
    assert "<script" not in ui.text(EVIL)
    assert ui.text(SafeString("<b>bold</b>")) == "<b>bold</b>"
    assert ui.text(5) == "5"
    assert ui.text(gettext_lazy("<lazy>")) == "&lt;lazy&gt;"


def test_attributes_are_named_and_escaped():
    drawn = ui.attributes({"hx_get": "/a?b=1&c=2", "class_": "x", "hidden": True, "id": None, "open": False})
    assert drawn == ' hx-get="/a?b=1&amp;c=2" class="x" hidden'
    assert '"' not in ui.attributes({"title": '"'}).replace('title="', "").removesuffix('"')
    assert ui.attributes({"value": ""}) == ' value=""'


@pytest.mark.parametrize(
    "drawn",
    [
        ui.badge(EVIL, tone="bad"),
        ui.link(EVIL, EVIL, title=EVIL),
        ui.cell(EVIL),
        ui.panel(EVIL, title=EVIL, count=EVIL, acts=EVIL, data_x=EVIL),
        ui.facts([(EVIL, EVIL)]),
        ui.skeleton(),
    ],
    ids=["badge", "link", "cell", "panel", "facts", "skeleton"],
)
def test_plain_components_escape(drawn):
    assert "<script" not in drawn
    assert "\"'&" not in drawn


def test_components_with_pictures_escape():
    drawn = ui.join(
        [
            ui.icon(EVIL, label=EVIL),
            ui.stage(EVIL, EVIL, note=EVIL),
            ui.due(EVIL, state="over", title=EVIL),
            ui.person(EVIL, url=EVIL, title=EVIL),
            ui.button(EVIL, url=EVIL, icon_name=EVIL, hx_post=EVIL),
            ui.chip(EVIL, remove_url=EVIL),
            ui.chip(EVIL, url=EVIL),
            ui.chevrons([ui.Step(key="a", label=EVIL, note=EVIL), ui.Step(key="b", label=EVIL)], "a"),
            ui.note(EVIL, acts=EVIL),
            ui.state(EVIL, EVIL, icon_name=EVIL, acts=EVIL),
            ui.menu(EVIL, [EVIL, ui.menu_item(EVIL, url=EVIL, key=EVIL)], css=EVIL),
            ui.timeline([EVIL, ui.event(EVIL, when=EVIL, who=EVIL, body=EVIL)], label=EVIL),
            ui.table([ui.Head(label=EVIL, sort_url=EVIL)], [EVIL], label=EVIL),
            ui.pagination(shown=EVIL, newer_url=EVIL, older_url=EVIL, target=EVIL),
            ui.tabs([ui.Tab(label=EVIL, url=EVIL, count=EVIL)], label=EVIL),
            ui.board(
                [
                    ui.board_column(
                        [
                            EVIL,
                            ui.board_card(
                                EVIL,
                                url=EVIL,
                                key=EVIL,
                                move_url=EVIL,
                                version=EVIL,
                                places=[ui.Place(key=EVIL, label=EVIL)],
                                what=EVIL,
                                amount=EVIL,
                                burns=EVIL,
                                who=EVIL,
                            ),
                        ],
                        key=EVIL,
                        title=EVIL,
                        count=EVIL,
                        total=EVIL,
                        more=EVIL,
                    )
                ],
                label=EVIL,
            ),
        ]
    )
    assert "<script" not in drawn
    assert "\"'&" not in drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Орлова Мария Павловна", "ОМ"), ("ООО «Ветер»", "ОВ"), ("ким", "К"), ("", ""), ("  Анна  ", "А")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


def test_same_name_has_the_same_colour():
    assert ui.avatar("Ким Артём") == ui.avatar("Ким Артём")
    assert len({ui.avatar(f"Имя {number}").split("f-c-")[1].split('"')[0] for number in range(200)}) == len(
        STAGE_COLOURS
    )


def test_unknown_stage_colour_falls_back():
    assert colour_class("red") == "f-c-red"
    assert colour_class('red" onclick="x') == "f-c-slate"


def test_empty_cells_are_a_dash():
    assert ui.cell(None) == ui.cell("") == ui.person("") == ui.EMPTY_CELL
    assert ui.cell(0) == "0"


def test_chevrons_tell_passed_current_and_ahead():
    steps = [
        ui.Step(key="a", label="A", note="never shown"),
        ui.Step(key="b", label="B", note="2 h left", late=True),
        ui.Step(key="c", label="C", attrs={"hx_post": "/move/"}),
        ui.Step(key="d", label="D"),
    ]
    first, second, third, fourth = ui.chevrons(steps, "b").split("<li ")[1:]
    assert "f-chevron-passed" in first
    assert "#check" in first  # not by colour alone
    assert "never shown" not in first
    assert 'aria-current="step"' in second
    assert "f-chevron-over" in second
    assert "2 h left" in second
    assert '<button type="button" class="f-chevron-act" hx-post="/move/">' in third
    assert "<button" not in fourth
    assert "f-chevron-ahead" in fourth


def test_a_skipped_stage_is_not_shown_as_passed():
    drawn = ui.chevrons([ui.Step(key="a", label="A", skipped=True), ui.Step(key="b", label="B")], "b")
    assert "f-chevron-passed" not in drawn
    assert "#check" not in drawn


def test_chevrons_with_unknown_stage_mark_nothing_current():
    drawn = ui.chevrons([ui.Step(key="a", label="A")], "gone")
    assert "aria-current" not in drawn
    assert "f-chevron-passed" not in drawn


def test_icon_button_has_a_name():
    drawn = ui.button("More", icon_name="dots", only_icon=True)
    assert 'aria-label="More"' in drawn
    assert 'title="More"' in drawn


def test_card_without_a_move_address_cannot_be_moved():
    places = [ui.Place(key="b", label="B")]
    fixed = ui.board_card("Who", url="/1/", key=1, places=places)
    movable = ui.board_card("Who", url="/1/", key=1, move_url="/1/move/", version=3, places=places)
    assert "data-move-to" not in fixed
    assert "data-move-url" not in fixed
    assert 'data-move-url="/1/move/" data-version="3"' in movable
    assert 'data-move-to="b"' in movable


def test_table_shows_its_empty_state_only_when_empty():
    heads = [ui.Head(label="A"), ui.Head(label="B", numeric=True, width="wide")]
    assert 'colspan="2">Nothing' in ui.table(heads, [], label="L", empty="Nothing")
    assert "Nothing" not in ui.table(heads, [SafeString("<tr></tr>")], label="L", empty="Nothing")


def test_sorting_is_told_to_screen_readers():
    assert 'aria-sort="descending"' in ui.head_cell(ui.Head(label="A", sort_url="?s", sorted="descending"))
    assert 'aria-sort="none"' in ui.head_cell(ui.Head(label="A", sort_url="?s"))
    assert "aria-sort" not in ui.head_cell(ui.Head(label="A"))


def test_pagination_without_pages_is_nothing():
    assert ui.pagination() == ""
    assert "hx-get" not in ui.pagination(older_url="?after=5")
    assert 'hx-target="#list"' in ui.pagination(older_url="?after=5", target="list")

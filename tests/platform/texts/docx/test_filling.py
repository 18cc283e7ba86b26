"""Documents made from templates: where placeholders are found, and what comes into their places."""

from __future__ import annotations

import io
import random
import re
import zipfile
from xml.etree import ElementTree

import pytest

from femida.platform.texts.docx import UnableToUseTemplate, fill, inspect
from femida.platform.texts.parsing import fill as fill_text
from tests.platform.texts.docx.building import (
    SPACES,
    W,
    document,
    docx,
    packed,
    paragraph,
    part,
    relations,
    row,
    run,
    table,
    text,
    unpacked,
)

VALUES = {"имя": "Мария", "сумма договора": "12 000,00"}


def words(data: bytes, name: str = "word/document.xml") -> str:
    """What a person reads in a part: paragraphs are lines, breaks are slashes."""
    root = ElementTree.fromstring(unpacked(data, name))
    marks = {f"{{{W}}}br": "/", f"{{{W}}}p": "\n"}
    return "".join(
        marks.get(element.tag, (element.text or "") if element.tag == f"{{{W}}}t" else "")
        for element in root.iter()
    ).strip("\n")


def filled(body: str, values=VALUES, rows=None) -> str:
    return words(fill(docx(body), values, rows or {}).data)


def test_places_are_filled_in_all_that_people_read() -> None:
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>{0}</w:txbxContent></mc:Choice>'
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    ).format(paragraph("в рамке {имя}"))
    more = {
        "word/header1.xml": part("hdr", paragraph("сверху {имя}")),
        "word/footer2.xml": part("ftr", paragraph("снизу {имя}")),
        "word/footnotes.xml": part(
            "footnotes", f'<w:footnote w:id="1">{paragraph("сноска {имя}")}</w:footnote>'
        ),
        "word/styles.xml": part("styles", ""),
        "word/media/image1.png": b"\x89PNG {\xd0\xb8}",
    }
    body = (
        paragraph("Я, {Имя}") + f"<w:p>{run('до {имя')}{box}{run('} после')}</w:p>" + table(row("{имя}", "—"))
    )
    data = docx(body, more)
    assert inspect(data).placeholders == ("имя",)
    out = fill(data, VALUES, {})
    assert out.missing == ()
    assert words(out.data) == "Я, Мария\nдо {имя\nв рамке Мария\nв рамке Мария} после\nМария\n—"
    assert words(out.data, "word/header1.xml") == "сверху Мария"
    assert words(out.data, "word/footer2.xml") == "снизу Мария"
    assert words(out.data, "word/footnotes.xml") == "сноска Мария"
    with zipfile.ZipFile(io.BytesIO(out.data)) as archive:
        assert archive.read("word/media/image1.png") == more["word/media/image1.png"]
        assert archive.read("word/styles.xml").decode() == more["word/styles.xml"]


def test_a_split_place_takes_the_looks_of_its_first_run() -> None:
    body = (
        "<w:p>" + run("a {сум", "<w:b/>") + '<w:proofErr w:type="spellStart"/>' + run("ма", "<w:i/>")
        + '<w:bookmarkStart w:id="0" w:name="x"/>' + run(" договора} b", "<w:u/>") + "</w:p>"
    )  # fmt: skip
    out = unpacked(fill(docx(body), VALUES, {}).data)
    assert f"<w:r><w:rPr><w:b/></w:rPr>{text('a 12 000,00')}</w:r>" in out
    assert f"<w:r><w:rPr><w:i/></w:rPr>{text('')}</w:r>" in out
    assert f"<w:r><w:rPr><w:u/></w:rPr>{text(' b')}</w:r>" in out


def test_all_but_the_places_stays_as_word_wrote_it() -> None:
    odd = f"<w:p w14:paraId='0A' >{run('тут & там')}<w:r><w:t>x<!-- c --></w:t><w:tab /></w:r></w:p>"
    before = document(odd + paragraph("{имя}"))
    after = unpacked(fill(packed(before), VALUES, {}).data)
    assert after == str(before["word/document.xml"]).replace("{имя}", "Мария")


@pytest.mark.parametrize("between", ["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "</w:p><w:p>"])
def test_no_place_goes_over_a_break(between: str) -> None:
    assert (
        filled(f"<w:p>{run('{им')}{between}{run('я}')}</w:p>").replace("/", "").replace("\n", "") == "{имя}"
    )


def test_split_runs_give_the_same_as_the_joined_text() -> None:
    chance = random.Random(20)
    bits = (
        "{имя}",
        "{Сумма договора}",
        "{нет}",
        "{",
        "}",
        "{имя",
        "{{имя}}",
        "{ имя }",
        " ",
        "договор",
        "&<>",
        "{а.б}",
    )
    for _round in range(300):
        whole = "".join(chance.choice(bits) for _bit in range(chance.randint(1, 12)))
        cuts = sorted(chance.sample(range(len(whole) + 1), min(len(whole), chance.randint(0, 8))))
        split = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
        out = filled(paragraph(*split))
        assert out == filled(paragraph(whole)) == fill_text(whole, VALUES), split


def test_values_are_escaped_cleaned_and_never_read_again() -> None:
    value = "</w:t><w:br/>&amp; {имя}\x00\x0b\x1f\u202e\ud800\tконец\r\nстрока\n]]>"
    out = fill(docx(paragraph("{а}{имя}")), {"а": value, "имя": "я"}, {}).data
    assert words(out) == "</w:t><w:br/>&amp; {имя}/ конец/строка/]]>я"
    assert unpacked(out).count("<w:br/>") == 3


def test_breaks_take_the_prefix_of_the_file() -> None:
    xml = f'<document xmlns="{W}"><body><p><r><t>{{имя}}</t></r></p></body></document>'
    parts = document("") | {"word/document.xml": xml}
    out = fill(packed(parts), {"имя": "а\nб"}, {}).data
    assert words(out) == "а/б"


def test_a_character_reference_is_the_character_it_names() -> None:
    body = "<w:p><w:r><w:t>&#123;имя&#x7D;<![CDATA[ & {имя}]]></w:t></w:r></w:p>"
    assert filled(body) == "Мария & Мария"


PLAN = table(
    row("№", "Срок", "Сумма"),
    row("{платёж.номер}", "{Платёж.Срок}", "{платёж.сумма} по договору {имя}"),
    row("Итого", "", "{сумма договора}"),
)
ITEMS = [
    {"номер": "1", "срок": "01.12.2026", "сумма": "5 000"},
    {"номер": "2", "срок": "01.01.2027", "сумма": "{имя}"},
]


def test_a_row_is_repeated_for_each_item() -> None:
    report = inspect(docx(PLAN))
    assert report.placeholders == ("имя", "сумма договора")
    assert report.tables == {"платёж": ("номер", "срок", "сумма")}
    assert report.problems == ()
    assert filled(PLAN, rows={"платёж": ITEMS}).split("\n") == [
        "№", "Срок", "Сумма",
        "1", "01.12.2026", "5 000 по договору Мария",
        "2", "01.01.2027", "{имя} по договору Мария",
        "Итого", "", "12 000,00",
    ]  # fmt: skip


def test_a_row_without_items_goes_away_and_the_last_one_stays_empty() -> None:
    assert filled(PLAN, rows={"платёж": ()}).split("\n") == ["№", "Срок", "Сумма", "Итого", "", "12 000,00"]
    alone = table(row("{платёж.номер}"), row("{расход.сумма}"))
    out = fill(docx(alone), {}, {"платёж": (), "расход": ()})
    assert out.missing == ()
    assert unpacked(out.data).count("<w:tr>") == 1
    assert words(out.data) == ""


def test_what_is_missing_is_named_once_in_order() -> None:
    body = (
        paragraph("{б} {пусто} {имя} {б}")
        + table(row("{платёж.номер} {платёж.цвет}"))
        + table(row("{нет.имя}"))
    )
    out = fill(docx(body), {**VALUES, "пусто": ""}, {"платёж": ITEMS})
    assert out.missing == ("б", "пусто", "платёж.цвет", "нет.имя")


def test_a_copied_row_goes_without_marks_that_may_stand_once() -> None:
    inner = table('<w:tr><w:tc><w:p w14:paraId="DD"/></w:tc></w:tr>')
    marked = (
        '<w:tr w14:paraId="AA" w14:textId="BB"><w:tc><w:p w14:paraId="CC">'
        f'<w:bookmarkStart w:id="1" w:name="m"/>{run("{платёж.номер}")}'
        '<w:bookmarkEnd w:id="1"></w:bookmarkEnd></w:p>'
        f"{inner}<w:p/></w:tc></w:tr>"
    )
    out = unpacked(fill(docx(table(marked)), {}, {"платёж": ITEMS}).data)
    assert [len(re.findall(mark, out)) for mark in ("paraId", "textId", "bookmarkStart", "bookmarkEnd ")] == [
        3,
        1,
        1,
        1,
    ]
    assert words(packed({"word/document.xml": out})) == "1\n\n\n2"


def test_a_group_outside_of_a_table_is_text_and_is_told() -> None:
    data = docx(paragraph("{платёж.сумма} { имя } {имя"))
    assert [problem.code for problem in inspect(data).problems] == ["outside", "stray"]
    assert words(fill(data, VALUES, {"платёж": ITEMS}).data) == "{платёж.сумма} { имя } {имя"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (table(row("{платёж.номер}", "{расход.номер}")), "two_groups"),
        (table(row("{платёж.номер}", f"<w:p></w:p>{table(row('{платёж.номер}'))}")), "nested_groups"),
    ],
)
def test_rows_that_cannot_be_repeated_are_told_and_refused(body: str, reason: str) -> None:
    assert [problem.code for problem in inspect(docx(body)).problems] == [reason]
    with pytest.raises(UnableToUseTemplate) as told:
        fill(docx(body), {}, {"платёж": ITEMS})
    assert told.value.reason == reason


def test_a_table_inside_of_a_repeated_row_comes_with_each_copy() -> None:
    body = table(row("{платёж.номер}", f"<w:p></w:p>{table(row('для {имя}'))}"))
    assert filled(body, rows={"платёж": ITEMS}).split() == ["1", "для", "Мария", "2", "для", "Мария"]


def test_tracked_changes_are_told_and_what_is_deleted_stays_deleted() -> None:
    deleted = f'<w:moveFrom w:id="1">{run("{имя}")}<w:r><w:tab/></w:r></w:moveFrom>'
    body = f'<w:p>{run("{им")}{deleted}<w:ins w:id="2">{run("я}")}</w:ins></w:p>'
    assert [problem.code for problem in inspect(docx(body)).problems] == ["tracked"]
    assert filled(body) == "Мария{имя}"


def test_a_command_of_a_field_is_never_filled() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>PAGE {{имя}}</w:instrText></w:r>{run('{имя}')}"
        f"{mark('separate')}{run('стр. {имя}')}{mark('end')}{run(' {имя}')}</w:p>"
    )
    out = fill(docx(body), VALUES, {}).data
    assert "PAGE {имя}" in unpacked(out)
    assert words(out) == "{имя}стр. Мария Мария"


def test_a_document_as_libreoffice_writes_it() -> None:
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {SPACES}><w:body>'
        '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:rPr></w:rPr></w:pPr><w:r><w:rPr></w:rPr>'
        '<w:t xml:space="preserve">Договор с </w:t></w:r>'
        "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>{имя}</w:t></w:r></w:p>"
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr></w:body></w:document>'
    )
    parts = document("", {"word/header1.xml": part("hdr", paragraph("{имя}"))}) | {
        "word/document.xml": xml,
        "word/_rels/document.xml.rels": relations(
            ("styles", "styles.xml", ""), ("header", "header1.xml", ""), ("fontTable", "fontTable.xml", ""),
            ("hyperlink", "https://a.test/?a=1", "External"), ("hyperlink", "mailto:a@a.test", "External"),
        ),
        "word/styles.xml": part("styles", ""),
        "word/fontTable.xml": part("fonts", ""),
        "docProps/app.xml": "<Properties/>",
    }  # fmt: skip
    stored = packed(parts, zipfile.ZIP_STORED)
    out = fill(stored, VALUES, {})
    assert words(out.data) == "Договор с Мария"
    assert inspect(out.data).placeholders == ()
    assert fill(stored, VALUES, {}).data == out.data

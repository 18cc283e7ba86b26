"""Files that are no templates: each is refused by name, before anything of it is used."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from django.utils import translation

from femida.platform.core.errors import UnableTo
from femida.platform.texts.docx import UnableToUseTemplate, fill, inspect
from femida.platform.texts.docx.refusals import SENTENCES
from tests.platform.texts.docx.building import (
    HEAD,
    content_types,
    document,
    docx,
    packed,
    paragraph,
    part,
    relations,
    run,
)

GOOD = document(paragraph("{имя}"))
MAIN = "word/document.xml"
DTD = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format


def related(kind: str, target: str, mode: str = "") -> dict[str, str | bytes]:
    return GOOD | {"word/_rels/document.xml.rels": relations((kind, target, mode))}


def typed(kind: str) -> dict[str, str | bytes]:
    types = content_types(GOOD).replace("</Types>", f'<Default Extension="q" ContentType="{kind}"/></Types>')
    return GOOD | {"[Content_Types].xml": types}


def body(xml: str) -> dict[str, str | bytes]:
    return document(xml)


def with_dtd(name: str, dtd: str) -> dict[str, str | bytes]:
    content = str((GOOD | {"word/styles.xml": part("styles", "")})[name])
    return GOOD | {"word/styles.xml": "<a/>", name: content.replace(HEAD, HEAD + dtd)}


def field(*code: str) -> str:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code)
    return f"<w:p>{MARK('begin')}{pieces}{MARK('separate')}{run('x')}{MARK('end')}</w:p>"


REFUSED = {
    "vba by name": (GOOD | {"word/vbaProject.bin": b"x"}, "macros"),
    "vba in capitals": (GOOD | {"word/VBAPROJECT.BIN": b"x"}, "macros"),
    "vba by relation": (
        related("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "media/a.png"),
        "macros",
    ),
    "docm": (
        GOOD
        | {
            "[Content_Types].xml": str(GOOD["[Content_Types].xml"]).replace(
                "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                "vnd.ms-word.document.macroEnabled.main",
            )
        },
        "macros",
    ),
    "active x": (GOOD | {"word/activeX/activeX1.xml": "<a/>"}, "macros"),
    "active x type": (typed("application/vnd.ms-office.activeX+xml"), "macros"),
    "control": (related("control", "media/a.png"), "macros"),
    "attached template": (related("attachedTemplate", "file:///C:/evil.dotm", "External"), "external"),
    "attached template inside": (related("attachedTemplate", "evil.dotx"), "external"),
    "template from the net": (related("attachedTemplate", "https://a.test/a.dotm", "External"), "external"),
    "picture from the net": (related("image", "http://example.org/a.png", "External"), "external"),
    "picture without a mode": (related("image", "http://example.org/a.png"), "external"),
    "picture of a share": (related("image", "\\\\10.0.0.1\\a.png"), "external"),
    "picture of a host": (related("image", "//10.0.0.1/a.png"), "external"),
    "linked object": (related("oleObject", "file:///C:/a.xls", "External"), "external"),
    "link to a file": (related("hyperlink", "file://10.0.0.1/a", "External"), "external"),
    "link to a script": (related("hyperlink", "javascript:alert(1)", "External"), "external"),
    "mail merge": (
        GOOD | {"word/settings.xml": part("settings", '<w:mailMerge><w:query/></w:mailMerge>')},
        "external",
    ),
    "old picture from the net": (
        body('<w:p><w:r><w:pict><v:imagedata src="http://example.org/a"/></w:pict></w:r></w:p>'),
        "external",
    ),
    "object": (related("oleObject", "embeddings/o.bin"), "embedded"),
    "object by name": (GOOD | {"word/embeddings/oleObject1.bin": b"x"}, "embedded"),
    "object by type": (typed("application/vnd.openxmlformats-officedocument.oleObject"), "embedded"),
    "spreadsheet": (related("package", "embeddings/a.xlsx"), "embedded"),
    "imported page": (related("aFChunk", "a.xml"), "embedded"),
    "unknown relation": (related("frame", "a.xml"), "content"),
    "program": (GOOD | {"word/a.exe": b"MZ"}, "content"),
    "page": (GOOD | {"word/a.html": "<script/>"}, "content"),
    "drawing with scripts": (GOOD | {"word/media/a.svg": "<svg/>"}, "content"),
    "field dde": (body(field("DDEAUTO c:\\windows\\system32\\cmd.exe")), "field"),
    "field in pieces": (body(field(" dd", "eauto", " cmd")), "field"),
    "field of a file": (body(field(" INCLUDETEXT a.docx ")), "field"),
    "field with a link to a file": (body(field(' HYPERLINK "file://10.0.0.1/a"')), "field"),
    "field without code": (body(field()), "field"),
    "field in text": (body(f"<w:p>{MARK('begin')}{run('DDEAUTO x')}{MARK('end')}</w:p>"), "field"),
    "field from a field": (
        body(
            f"<w:p>{MARK('begin')}{MARK('begin')}<w:r><w:instrText>REF a</w:instrText></w:r>{MARK('end')}"
            f"<w:r><w:instrText>PAGE</w:instrText></w:r>{MARK('end')}</w:p>"
        ),
        "field",
    ),
    "simple field": (body('<w:p><w:fldSimple w:instr=" DDE x "/></w:p>'), "field"),
    "field in a header": (GOOD | {"word/header1.xml": part("hdr", field("LINK x"))}, "field"),
    "field without end": (body(f"<w:p>{MARK('begin')}</w:p>"), "damaged"),
    "end without field": (body(f"<w:p>{MARK('end')}</w:p>"), "damaged"),
    "entities": (with_dtd(MAIN, DTD), "entities"),
    "entities elsewhere": (with_dtd("word/styles.xml", DTD), "entities"),
    "entities of types": (with_dtd("[Content_Types].xml", DTD), "entities"),
    "entities of relations": (with_dtd("_rels/.rels", XXE), "entities"),
    "file by entity": (with_dtd(MAIN, XXE), "entities"),
    "outer dtd": (with_dtd(MAIN, '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'), "entities"),
    "broken": (GOOD | {MAIN: "<w:document>"}, "damaged"),
    "unknown prefix": (GOOD | {MAIN: "<w:document/>"}, "damaged"),
    "utf-16": (GOOD | {MAIN: str(GOOD[MAIN]).replace("UTF-8", "UTF-16").encode("utf-16")}, "damaged"),
    "utf-7": (GOOD | {MAIN: str(GOOD[MAIN]).replace("UTF-8", "UTF-7")}, "damaged"),
    "row without table": (body("<w:tr/>"), "damaged"),
    "text with elements": (body("<w:p><w:r><w:t>a<w:br/></w:t></w:r></w:p>"), "damaged"),
    "deep": (body("<w:p>" * 250 + "</w:p>" * 250), "too_complex"),
    "many places": (body(paragraph("{а}" * 10_001)), "too_complex"),
    "many parts": (GOOD | {f"word/p{number}.xml": "<a/>" for number in range(500)}, "too_complex"),
    "bomb": (GOOD | {"word/media/a.png": bytes(15_000_000)}, "too_large"),
    "heap of markup": (GOOD | {"word/b.xml": random.Random(1).randbytes(4_300_000).hex()}, "too_large"),
    "no types": ({MAIN: GOOD[MAIN]}, "not_docx"),
    "no text": ({"[Content_Types].xml": content_types({})}, "not_docx"),
    "template of word": (
        GOOD | {"[Content_Types].xml": content_types(GOOD, main="template.main")},
        "not_docx",
    ),
    **{
        f"name {name!r}": (GOOD | {name: "<a/>"}, "names")
        for name in (
            "../a.xml", "word/../../a.xml", "/etc/a.xml", "word\\..\\a.xml", "c:/a.xml", "word//a.xml",
            "./a.xml", "word/\n.xml", "WORD/document.xml", "word/.. /a.xml", "a" * 300 + ".xml",
        )
    },
}  # fmt: skip


def reason(data: bytes) -> str:
    """Why `inspect` refuses; `fill` refuses for the same."""
    reasons = set()
    for use in (inspect, lambda file: fill(file, {"имя": "я"}, {})):
        with pytest.raises(UnableToUseTemplate) as told:
            use(data)
        assert isinstance(told.value, UnableTo)
        reasons.add(told.value.reason)
    (only,) = reasons
    return only


def test_the_good_one_is_good() -> None:
    assert inspect(packed(GOOD)).placeholders == ("имя",)
    assert fill(packed(GOOD), {"имя": "я"}, {}).missing == ()


@pytest.mark.parametrize(("parts", "why"), REFUSED.values(), ids=REFUSED)
def test_refused(parts: dict[str, str | bytes], why: str) -> None:
    assert reason(packed(parts)) == why


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"%PDF-1.7", b"{\\rtf1}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_other_files_are_no_documents(data: bytes) -> None:
    assert reason(data) == "not_docx"


def test_a_closed_document_is_told_from_an_old_one() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert reason(ole) == "encrypted"


def test_closed_parts_are_refused() -> None:
    data = bytearray(packed(GOOD))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(start) + flags] |= 1
    assert reason(bytes(data)) == "encrypted"


def test_an_archive_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(packed(GOOD | {"word/media/a.png": bytes(900_000)}))
    for start, sizes in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.rindex(start) + sizes, 10)
    assert reason(bytes(data)) == "damaged"


def test_a_cut_or_spoiled_archive_is_damaged_and_nothing_worse() -> None:
    data = packed(GOOD)
    chance = random.Random(7)
    assert reason(data[: len(data) // 2]) == "damaged"
    for _round in range(300):
        spoiled = bytearray(data)
        for _byte in range(chance.randint(1, 8)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        with suppress(UnableToUseTemplate):
            inspect(bytes(spoiled))


def test_a_document_of_too_many_elements_is_refused() -> None:
    assert reason(packed(body("<w:p/>" * 210_000), zipfile.ZIP_STORED)) == "too_complex"


def test_other_ways_to_pack_are_refused() -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert reason(packed(GOOD, method)) == "damaged"


def test_a_bomb_takes_no_memory() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"word/media/{number}.png", bytes(1_000_000))
    tracemalloc.start()
    assert reason(file.getvalue()) == "too_large"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_pictures_and_fonts_are_welcome() -> None:
    more = {"word/media/a.JPEG": b"x", "word/fonts/f.odttf": b"x", "word/theme/theme1.xml": "<a/>"}
    assert inspect(docx(paragraph("{имя}"), more)).placeholders == ("имя",)
    links = document(field(' HYPERLINK "mailto:', 'a@a.test" ') + field(' HYPERLINK \\l "_Toc1" ')) | related(
        "hyperlink", "tel:+7", "External"
    )
    assert inspect(packed(links)).problems == ()


def test_sentences_are_in_the_language_of_the_person() -> None:
    with translation.override("ru"):
        with pytest.raises(UnableToUseTemplate) as told:
            inspect(packed(body(field("DDEAUTO x"))))
        assert str(told.value) == "В документе есть поле, которого в шаблоне быть не должно: DDEAUTO."
        assert all("а" in str(sentence) for sentence in SENTENCES.values())

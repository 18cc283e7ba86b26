"""PDFs: a job makes them once, by our own typesetting or by LibreOffice, or says why there is none."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from femida.platform.files.models import StoredFile
from femida.platform.files.queries import open_file
from femida.practice.documents import converting
from femida.practice.documents.adapters import UnableToConvert, choosing, converter
from femida.practice.documents.adapters.libreoffice import LibreOffice
from femida.practice.documents.adapters.typesetting import Typesetting
from femida.practice.documents.commands import keep_pdf, try_pdf_again, upload_document
from femida.practice.documents.commands.pdfs import UnableToConvertAgain
from femida.practice.documents.jobs import make_pdf
from femida.practice.documents.models import DocumentVersion
from tests.firm.people import actor_of
from tests.platform.texts.docx.building import document, docx, packed, paragraph, relations, row, run, table
from tests.practice.contracting import HOUSE
from tests.practice.documents.papers import Papers, pdf_words, some_papers

W = "Проверочный документ"


@pytest.fixture
def papers(db) -> Papers:
    return some_papers()


@pytest.fixture(autouse=True)
def ours(settings):
    """Our own typesetting, whatever is installed on the machine of the tests."""
    settings.FEMIDA_SOFFICE = "none"


def bytes_of_pdf(version: DocumentVersion, actor=HOUSE) -> bytes:
    return b"".join(open_file(actor, version.pdf_id).read())


def test_the_job_makes_the_pdf_once_however_often_it_runs(papers):
    made = papers.make(papers.template("Договор с {клиент творительный}"))
    job = ProcrastinateJob.objects.get(task_name="documents.pdf")
    assert (made.pdf_state, job.args) == ("waiting", {"version_id": made.pk})
    for _time in range(2):
        make_pdf.func(version_id=made.pk)
    made.refresh_from_db()
    assert made.pdf_state == "ready"
    assert "Воробьёвой Любовью Ильиничной" in pdf_words(bytes_of_pdf(made, actor_of(papers.seller)))
    assert StoredFile.objects.filter(object_type="practice.document").count() == 2
    assert keep_pdf(HOUSE, version_id=made.pk, data=b"%PDF-x") is False


def test_a_failure_is_told_and_may_be_tried_again(papers, monkeypatch):
    made = papers.make(papers.template("{клиент}"))

    class Broken:
        name = "broken"

        def convert(self, _data: bytes) -> bytes:
            raise UnableToConvert("Не вышло.")

    monkeypatch.setattr(converting, "converter", Broken)
    make_pdf.func(version_id=made.pk)
    made.refresh_from_db()
    assert (made.pdf_state, made.pdf_note, made.pdf) == ("failed", "Не вышло.", None)
    monkeypatch.undo()
    seller = actor_of(papers.seller)
    try_pdf_again(seller, document_id=made.document_id, number=1)
    with pytest.raises(UnableToConvertAgain):
        try_pdf_again(seller, document_id=made.document_id, number=1)
    make_pdf.func(version_id=made.pk)
    made.refresh_from_db()
    assert made.pdf_state == "ready"


def test_a_stranger_s_file_is_looked_into_before_any_program_opens_it(papers, monkeypatch):
    opened = []
    monkeypatch.setattr(converting, "converter", lambda: opened.append(1))
    parts = document(paragraph("x"))
    parts["word/vbaProject.bin"] = b"x"
    pk = upload_document(
        HOUSE, contract_id=papers.contract.pk, title="Чужой", group="client", type_id=papers.type_id,
        file_name="чужой.docx", content=[packed(parts)],
    )  # fmt: skip
    version = DocumentVersion.objects.get(document_id=pk)
    assert version.pdf_state == "waiting"
    make_pdf.func(version_id=version.pk)
    version.refresh_from_db()
    assert version.pdf_state == "failed"
    assert "макрос" in version.pdf_note
    assert opened == []


# --- our own typesetting ---


def numbered(words: str, level: int) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}{run(words)}</w:p>"


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%1.%2)"/>'
    '<w:pPr><w:ind w:left="700" w:hanging="700"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def converted(body: str, more=None) -> str:
    return pdf_words(Typesetting().convert(docx(body, more)))


def test_lists_are_numbered_level_by_level_and_begin_anew():
    from tests.platform.texts.docx.building import part

    body = "".join(
        numbered(words, level) for words, level in (("раз", 0), ("а", 1), ("б", 1), ("два", 0), ("в", 1))
    )
    more = {
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml", "")),
    }
    words = converted(body, more).split()
    assert words == ["1.", "раз", "1.а)", "а", "1.б)", "б", "2.", "два", "2.а)", "в"]


def test_tables_keep_their_rows_and_merged_cells():
    def cell(words: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"

    rows = (
        cell("слева", '<w:vMerge w:val="restart"/>') + cell("верх"),
        cell("", "<w:vMerge/>") + cell("низ"),
        cell("во всю ширину", '<w:gridSpan w:val="2"/>'),
    )
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    merged = f"<w:tbl><w:tblPr/>{grid}{''.join(f'<w:tr>{one}</w:tr>' for one in rows)}</w:tbl>"
    words = converted(merged + table(row("раз", "два")))
    assert [one for one in ("слева", "верх", "низ", "во всю ширину", "раз", "два") if one not in words] == []


def test_values_in_the_file_are_words_and_never_markup():
    evil = '#panic("x") *нет* $x$ \\ @a <b> // c'
    assert evil.split() == converted(paragraph(evil)).split()


def test_pages_break_and_are_counted_in_the_foot():
    from tests.platform.texts.docx.building import part

    foot = (
        "<w:p>" + run("стр. ") + '<w:fldSimple w:instr="PAGE">' + run("9") + "</w:fldSimple>" + run(" из ")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>NUMPAGES</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("9")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )  # fmt: skip
    parts = document(paragraph("первая") + '<w:p><w:r><w:br w:type="page"/></w:r>' + run("вторая") + "</w:p>")
    body = str(parts["word/document.xml"])
    reference = '<w:sectPr><w:footerReference w:type="default" r:id="r0"/></w:sectPr>'
    parts["word/document.xml"] = body.replace("<w:sectPr/>", reference)
    parts["word/footer1.xml"] = part("ftr", foot)
    parts["word/_rels/document.xml.rels"] = relations(("footer", "footer1.xml", ""))
    words = pdf_words(Typesetting().convert(packed(parts))).split()
    assert words == ["первая", "стр.", "1", "из", "2", "вторая", "стр.", "2", "из", "2"]


def test_what_cannot_be_drawn_is_told_and_not_thrown():
    with pytest.raises(UnableToConvert):
        Typesetting().convert(packed({"word/document.xml": "<broken", "[Content_Types].xml": ""}))


# --- LibreOffice: the process around it ---


def program(folder: Path, script: str) -> str:
    """An executable in place of soffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


# The folder after --outdir is the ninth word or so; it is looked for, as the real one does.
OUT = 'while [ "$1" != "--outdir" ]; do shift; done; out="$2"'


def test_the_program_gets_a_profile_of_its_own_without_macros_and_its_pdf_is_taken(tmp_path):
    kept = tmp_path / "kept"
    script = "\n".join(
        (
            *(OUT, f'cp -r "$HOME/profile" {kept}', f'echo "$@" > {tmp_path}/said'),
            'printf "%%PDF-1.7 x" > "$out/document.pdf"',
        )
    )
    assert LibreOffice(program(tmp_path, script)).convert(docx(paragraph(W))) == b"%PDF-1.7 x"
    profile = (kept / "user" / "registrymodifications.xcu").read_text()
    assert "DisableMacrosExecution" in profile
    folder = Path((tmp_path / "said").read_text().split()[1])
    assert not folder.exists()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 3", "не смог"),
        ("exit 0", "не сделал"),
        (f'{OUT}\necho нет > "$out/document.pdf"', "не сделал"),
    ],
    ids=["code", "nothing", "no pdf"],
)
def test_a_program_that_fails_is_told(tmp_path, script, words):
    with pytest.raises(UnableToConvert) as refusal:
        LibreOffice(program(tmp_path, script)).convert(b"x")
    assert words in str(refusal.value.sentence)


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path):
    pids = tmp_path / "pids"
    script = f"sleep 60 &\necho $! > {pids}\nwait"
    started = time.monotonic()
    with pytest.raises(UnableToConvert):
        LibreOffice(program(tmp_path, script), longest=0.3).convert(b"x")
    assert time.monotonic() - started < 5
    child = int(pids.read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _runs(child):
        os.sched_yield()
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_the_setting_chooses_the_converter(settings, tmp_path, monkeypatch):
    assert converter().name == "Typst"
    settings.FEMIDA_SOFFICE = program(tmp_path, "exit 0")
    assert converter().name == "LibreOffice"
    settings.FEMIDA_SOFFICE = ""
    monkeypatch.setattr(choosing.shutil, "which", lambda _name: None)
    assert converter().name == "Typst"
    settings.FEMIDA_SOFFICE = "/nowhere/soffice"
    assert converter().name == "Typst"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed on this machine")
def test_the_real_libreoffice_converts():
    assert W in pdf_words(LibreOffice(str(shutil.which("soffice"))).convert(docx(paragraph(W))))

"""Two at once: one press sent twice, two versions of one document, one PDF made twice. Each with its twin."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError

from femida.platform.core.errors import Stale
from femida.platform.core.verify import checks
from femida.platform.files.models import StoredFile
from femida.practice.documents.commands import add_version, filing, keep_pdf, making, pdfs, upload_document
from femida.practice.documents.models import Document, DocumentVersion, Template
from tests.practice.contracting import HOUSE
from tests.practice.documents.papers import Papers, some_papers
from tests.sales.test_races import at_once, slow

PEOPLE = 5
NEWEST = "documents: the newest version is the one that lists show"


@pytest.fixture
def papers(cloned_database: str) -> Papers:
    """A contract in a database of the test's own."""
    return some_papers()


def unlocked(_actor, model, pk, **_more):
    """In place of `take`: the row without its lock."""
    from femida.platform.core.context import current_act

    act = current_act()
    act.taken.add((act.rights[-1], model._meta.label_lower))
    return model.objects.get(pk=pk)


def uploaded(papers: Papers) -> int:
    return upload_document(
        HOUSE, contract_id=papers.contract.pk, title="Скан", group="client", type_id=papers.type_id,
        file_name="скан.jpg", content=[b"\xff\xd8\xff"],
    )  # fmt: skip


def test_one_press_sent_at_once_makes_one_document(papers: Papers) -> None:
    template, key = papers.template("{клиент}"), uuid.uuid4()
    results = at_once([lambda: papers.make(template, key=key).pk] * PEOPLE)
    assert len(set(results)) == 1
    assert Document.objects.count() == DocumentVersion.objects.count() == 1
    assert checks[NEWEST]().holds


def test_twin_without_the_locks_the_press_is_taken_for_several(papers: Papers, monkeypatch) -> None:
    template, key = papers.template("{клиент}"), uuid.uuid4()
    monkeypatch.setattr(making, "lock_words", lambda *_words: None)
    monkeypatch.setattr(making, "take", unlocked)
    with slow(monkeypatch, making, "known_press"):
        results = at_once([lambda: papers.make(template, key=key).pk] * PEOPLE)
    # the last guard, the database, lets one through and the others fail before the person
    assert [one for one in results if isinstance(one, IntegrityError)]
    assert Template.objects.count() == 1


def test_of_two_who_saw_one_version_only_the_first_files_the_next(papers: Papers) -> None:
    pk = uploaded(papers)
    acts = [
        lambda: add_version(HOUSE, document_id=pk, file_name="x.jpg", content=[b"\xff\xd8\xff"], version=1)
    ]
    results = at_once(acts * PEOPLE)
    assert sum(isinstance(one, Stale) for one in results) == PEOPLE - 1
    assert Document.objects.get().last_number == 2
    assert checks[NEWEST]().holds


def test_versions_filed_at_once_get_numbers_in_a_row(papers: Papers) -> None:
    pk = uploaded(papers)
    acts = [lambda: add_version(HOUSE, document_id=pk, file_name="x.jpg", content=[b"\xff\xd8\xff"])]
    results = at_once(acts * PEOPLE)
    assert sorted(results) == list(range(2, PEOPLE + 2))
    assert checks[NEWEST]().holds


def test_twin_without_the_locks_the_seen_version_is_overtaken(papers: Papers, monkeypatch) -> None:
    from femida.practice.documents.commands import storing

    pk = uploaded(papers)
    monkeypatch.setattr(filing, "take", unlocked)
    monkeypatch.setattr(storing, "hold", lambda *_given: None)
    acts = [
        lambda: add_version(HOUSE, document_id=pk, file_name="x.jpg", content=[b"\xff\xd8\xff"], version=1)
    ]
    with slow(monkeypatch, storing, "_held"):
        results = at_once(acts * PEOPLE)
    assert sum(isinstance(one, Stale) for one in results) < PEOPLE - 1


def test_a_job_that_runs_twice_at_once_keeps_one_pdf(papers: Papers) -> None:
    version = papers.make(papers.template("{клиент}"))
    kept = at_once([lambda: keep_pdf(HOUSE, version_id=version.pk, data=b"%PDF-1.4")] * PEOPLE)
    assert sorted(kept) == [False] * (PEOPLE - 1) + [True]
    assert StoredFile.objects.filter(object_type="practice.document").count() == 2


def test_twin_without_the_lock_several_pdfs_are_kept(papers: Papers, monkeypatch) -> None:
    version = papers.make(papers.template("{клиент}"))
    monkeypatch.setattr(pdfs, "take", unlocked)
    real = pdfs.attach_file

    def later(*given, **more):
        import time

        time.sleep(0.05)
        return real(*given, **more)

    monkeypatch.setattr(pdfs, "attach_file", later)
    kept = at_once([lambda: keep_pdf(HOUSE, version_id=version.pk, data=b"%PDF-1.4")] * PEOPLE)
    assert kept.count(True) > 1

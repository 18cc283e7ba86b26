"""Filing documents: groups, versions, the portal, removal; who sees them follows the contract's row."""

from __future__ import annotations

import uuid

import pytest

from femida.firm.staff.assigning import set_responsible
from femida.parties.registry.commands import close_party, open_party
from femida.platform.access.policy import load_policy
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.files.commands import remove_file
from femida.platform.files.queries import open_file
from femida.platform.journal.timeline import timeline
from femida.platform.live.reach import audible
from femida.practice.contracts.commands import void_contract
from femida.practice.documents.commands import (
    UnableToChangeDocument,
    add_type,
    add_version,
    file_anew,
    remove_document,
    show_document,
    upload_document,
)
from femida.practice.documents.models import Document, DocumentVersion, TemplateVersion
from femida.practice.documents.reactions import UnableToRemoveFile
from tests.firm.people import a_department, actor_of, an_employee, an_office, give, give_personally
from tests.practice.contracting import HOUSE
from tests.practice.documents.papers import Papers, some_papers

pytestmark = pytest.mark.django_db

PICTURE = b"\xff\xd8\xff" + b"0" * 40


@pytest.fixture
def papers() -> Papers:
    return some_papers()


def uploaded(papers: Papers, actor=HOUSE, **more) -> int:
    values = {
        "contract_id": papers.contract.pk,
        "title": "Паспорт",
        "group": "client",
        "type_id": papers.type_id,
        "file_name": "скан.jpg",
        "content": [PICTURE],
    }
    return upload_document(actor, **values | more)


def test_a_file_is_filed_and_a_further_version_stands_before_it(papers):
    seller = actor_of(papers.seller)
    pk = uploaded(papers, seller)
    key = uuid.uuid4()
    assert add_version(seller, document_id=pk, file_name="новый.jpg", content=[PICTURE], key=key) == 2
    assert add_version(seller, document_id=pk, file_name="новый.jpg", content=[PICTURE], key=key) == 2
    document = Document.objects.get()
    assert (document.last_number, document.changed_by_id, document.version) == (2, papers.seller.pk, 2)
    versions = list(DocumentVersion.objects.order_by("number").values_list("number", "pdf_state"))
    assert versions == [(1, "none"), (2, "none")]
    body = b"".join(open_file(seller, DocumentVersion.objects.get(number=2).file_id).read())
    assert body == PICTURE
    assert all(check().holds for name, check in checks.items() if name.startswith("documents:"))
    twice = uuid.uuid4()
    first = uploaded(papers, key=twice)
    assert uploaded(papers, key=twice) == first
    assert Document.objects.count() == 2


def test_checks_tell_what_is_wrong(papers):
    pk = uploaded(papers)
    Document.objects.filter(pk=pk).update(last_number=5)
    assert not checks["documents: the newest version is the one that lists show"]().holds


BAD = (
    ({"title": " "}, "title"),
    ({"title": "я" * 201}, "title"),
    ({"group": "всякое"}, "group"),
    ({"type_id": 0}, "type"),
    ({"content": []}, "file"),
)


def test_bad_input_is_told_at_its_field_and_nothing_is_written(papers):
    for values, field in BAD:
        with pytest.raises(Invalid) as refusal:
            uploaded(papers, **values)
        assert list(refusal.value.fields) == [field]
    assert not Document.objects.exists()


def test_another_group_type_and_name(papers):
    pk, other = uploaded(papers), add_type(HOUSE, name="Скан")
    seller = actor_of(papers.seller)
    file_anew(seller, document_id=pk, title="Скан паспорта", group="sample", type_id=other, version=1)
    document = Document.objects.get()
    assert (document.title, document.group, document.type_id) == ("Скан паспорта", "sample", other)
    for act in (
        lambda: file_anew(seller, document_id=pk, title="x", group="client", type_id=other, version=1),
        lambda: add_version(seller, document_id=pk, file_name="x", content=[PICTURE], version=1),
        lambda: show_document(seller, document_id=pk, is_published=True, version=1),
        lambda: remove_document(seller, document_id=pk, version=1),
    ):
        with pytest.raises(Stale):
            act()
    assert DocumentVersion.objects.count() == 1
    with pytest.raises(Invalid):
        file_anew(seller, document_id=pk, title="x", group="client", type_id=0)


def test_the_portal_has_its_own_right_and_leaves_a_trace(papers):
    pk, seller = uploaded(papers), actor_of(papers.seller)
    give_personally(papers.head, documents__publish=Scope.DENIED)
    with pytest.raises(Denied):
        show_document(actor_of(papers.head), document_id=pk, is_published=True)
    show_document(seller, document_id=pk, is_published=True)
    assert Document.objects.get().is_published
    show_document(seller, document_id=pk, is_published=False)
    told = [entry.icon for entry in timeline(seller, "parties.party", papers.contract.party_id)]
    assert told[:2] == ["eye-off", "eye"]


def test_a_removed_document_is_found_nowhere_nor_are_its_files(papers):
    pk, seller = uploaded(papers), actor_of(papers.seller)
    file_id = DocumentVersion.objects.get().file_id
    remove_document(seller, document_id=pk)
    assert not visible(seller, Document).exists()
    assert not visible(HOUSE, DocumentVersion).exists()
    assert Document.everything.get().removed_at is not None
    for actor in (seller, HOUSE):
        with pytest.raises(NotFound):
            open_file(actor, file_id)
        with pytest.raises(NotFound):
            add_version(actor, document_id=pk, file_name="x", content=[PICTURE])
    assert "trash" in [entry.icon for entry in timeline(seller, "practice.contract", papers.contract.pk)]


KEPT = "documents: files of versions are there"


def test_the_file_of_a_version_is_not_taken_out_from_under_it(papers):
    uploaded(papers)
    template = papers.template("x")
    file_id = DocumentVersion.objects.get().file_id
    give(papers.head, files__remove=Scope.FIRM)
    for pk in (file_id, TemplateVersion.objects.get(template=template).file_id):
        with pytest.raises(UnableToRemoveFile):
            remove_file(actor_of(papers.head), file_id=pk)
    assert open_file(HOUSE, file_id).size == len(PICTURE)
    assert checks[KEPT]().holds


def test_twin_without_the_reaction_the_file_goes(papers, monkeypatch):
    from femida.platform.reactions import core

    uploaded(papers)
    monkeypatch.setitem(core._by_kind, "file.removed", [])
    remove_file(HOUSE, file_id=DocumentVersion.objects.get().file_id)
    assert not checks[KEPT]().holds


def test_papers_of_a_void_contract_stay_as_they_are(papers):
    pk = uploaded(papers)
    void_contract(HOUSE, contract_id=papers.contract.pk, reason="Ошибка")
    with pytest.raises(UnableToChangeDocument):
        uploaded(papers)
    with pytest.raises(UnableToChangeDocument):
        add_version(HOUSE, document_id=pk, file_name="x", content=[PICTURE])


def reaches(papers: Papers, document_id: int, employee) -> tuple[bool, bool, bool]:
    """Whether a person sees the document in SQL, hears of it, and opens its file."""
    actor = actor_of(employee)
    seen = visible(actor, Document).filter(pk=document_id).exists()
    heard = audible([("practice.document", document_id)], {0: load_policy(actor)})
    try:
        open_file(actor, DocumentVersion.objects.get(document_id=document_id).file_id)
    except NotFound:
        return seen, bool(heard.get(0)), False
    return seen, bool(heard.get(0)), True


ALL, NONE = (True, True, True), (False, False, False)


def test_who_sees_a_document_is_decided_by_the_row_of_its_contract(papers):
    pk, office = uploaded(papers), papers.desk.office
    other_office = an_office("Казань")
    own, same_office, elsewhere, same_department = (
        papers.seller,
        an_employee(office),
        an_employee(other_office),
        an_employee(other_office, papers.desk.firm.sales),
    )
    give(same_office, documents__view=Scope.OFFICE)
    give(elsewhere, documents__view=Scope.OFFICE)
    give(same_department, documents__view=Scope.DEPARTMENT)
    stranger = an_employee(office, a_department(office))
    give(stranger, documents__view=Scope.OWN, contracts__view=Scope.FIRM)
    assert [reaches(papers, pk, one) for one in (own, same_office, elsewhere, stranger)] == [
        *(ALL, ALL, NONE, NONE)
    ]
    assert reaches(papers, pk, same_department)[0] == (
        papers.contract.department_id == papers.desk.firm.sales.pk
    )
    # the document goes with the contract: to its new responsible, and from the one before
    set_responsible(papers.contract, "practice.contract", stranger.pk)
    assert reaches(papers, pk, stranger) == ALL


def test_behind_the_wall_of_the_client_nobody_but_the_named_sees_or_opens_anything(papers):
    pk = uploaded(papers)
    close_party(HOUSE, party_id=papers.contract.party_id, people=[papers.head.account_id], reason="Конфликт")
    assert reaches(papers, pk, papers.seller) == NONE
    assert reaches(papers, pk, papers.head) == ALL
    for act in (
        lambda: uploaded(papers, actor_of(papers.seller)),
        lambda: remove_document(actor_of(papers.seller), document_id=pk),
        lambda: add_version(actor_of(papers.seller), document_id=pk, file_name="x", content=[PICTURE]),
    ):
        with pytest.raises(NotFound):
            act()
    open_party(HOUSE, party_id=papers.contract.party_id)
    assert reaches(papers, pk, papers.seller) == ALL


def test_twin_a_scope_without_the_wall_lets_the_document_through(papers, monkeypatch):
    from dataclasses import replace

    from femida.platform.access import policy

    pk = uploaded(papers)
    close_party(HOUSE, party_id=papers.contract.party_id, people=[papers.head.account_id], reason="Конфликт")
    real = policy.scoping_of
    monkeypatch.setattr(
        policy,
        "scoping_of",
        lambda model: replace(real(model), wall="") if model is Document else real(model),
    )
    assert visible(actor_of(papers.seller), Document).filter(pk=pk).exists()

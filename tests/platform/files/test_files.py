"""Files of objects: attached, read and removed by those who may; encrypted on the disk."""

import os
import stat
from datetime import timedelta

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.files import commands
from femida.platform.files.answers import UnsatisfiableRange, file_response, wanted_range
from femida.platform.files.chunks import CHUNK, UnableToReadFile
from femida.platform.files.commands import attach_file, remove_file
from femida.platform.files.jobs import remove_forgotten
from femida.platform.files.links import read_link, sign_link
from femida.platform.files.models import StoredFile
from femida.platform.files.queries import files_of, open_file
from femida.platform.files.storage import new_name, storage
from femida.platform.journal.models import AccessLog, Fact
from femida.platform.journal.timeline import timeline
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db
TEXT = "Совершенно секретно, 79165550137. ".encode()


@pytest.fixture(autouse=True)
def fresh_folder(tmp_path, settings):
    settings.FEMIDA_DATA = tmp_path / "data"


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def thing(office):
    return Thing.objects.create(name="Дело", office=office)


@pytest.fixture
def lawyer(office):
    employee = an_employee(office)
    give(employee, things__view=Scope.OFFICE, files__attach=Scope.OFFICE, files__remove=Scope.OFFICE)
    return actor_of(employee)


def attach(actor, thing, content: bytes = TEXT, name: str = "дело.txt") -> int:
    return attach_file(actor, object_type="sample.thing", object_id=thing.pk, name=name, content=[content])


def stored_bytes() -> list[bytes]:
    return [storage().open(name).read() for name, _ in storage().names()]


def test_a_file_comes_back_and_is_unreadable_on_the_disk(lawyer, thing, tmp_path):
    file_id = attach(lawyer, thing, TEXT * 5000)
    opened = open_file(lawyer, file_id)
    assert (opened.name, opened.size, opened.content_type) == ("дело.txt", len(TEXT) * 5000, "text/plain")
    assert b"".join(opened.read()) == TEXT * 5000
    assert b"".join(opened.read(CHUNK - 3, CHUNK + 3)) == (TEXT * 5000)[CHUNK - 3 : CHUNK + 3]
    assert len(stored_bytes()) == 1
    assert b"79165550137" not in stored_bytes()[0]
    for path in (tmp_path / "data" / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
        assert "дело" not in str(path)


def test_files_stand_on_the_object(lawyer, thing):
    first, second = attach(lawyer, thing), attach(lawyer, thing, name="второй.txt")
    assert [line.id for line in files_of(lawyer, "sample.thing", thing.pk)] == [second, first]
    remove_file(lawyer, file_id=first)
    assert [line.id for line in files_of(lawyer, "sample.thing", thing.pk)] == [second]
    with pytest.raises(NotFound):
        open_file(lawyer, first)
    with pytest.raises(NotFound):
        remove_file(lawyer, file_id=first)
    entries = timeline(lawyer, "sample.thing", thing.pk)
    assert [(entry.title, entry.body) for entry in entries] == [
        ("Файл убран", "дело.txt"), ("Файл приложен", "второй.txt"), ("Файл приложен", "дело.txt"),
    ]  # fmt: skip


def test_who_does_not_see_the_object_does_not_see_its_files(lawyer, thing, office):
    file_id = attach(lawyer, thing)
    stranger = an_employee(an_office("Казань"))
    give(stranger, things__view=Scope.OFFICE, files__attach=Scope.OFFICE, files__remove=Scope.FIRM)
    for act in (
        lambda: open_file(actor_of(stranger), file_id),
        lambda: attach(actor_of(stranger), thing),
        lambda: remove_file(actor_of(stranger), file_id=file_id),
    ):
        with pytest.raises((NotFound, Denied)):
            act()
    assert files_of(actor_of(stranger), "sample.thing", thing.pk) == []
    assert list(visible(actor_of(stranger), StoredFile)) == []
    assert [row.pk for row in visible(lawyer, StoredFile)] == [file_id]
    assert StoredFile.objects.get().removed_at is None


def test_who_only_reads_neither_attaches_nor_removes(lawyer, thing, office):
    file_id = attach(lawyer, thing)
    reader = an_employee(office)
    give(reader, things__view=Scope.OFFICE)
    facts = Fact.objects.count()
    with pytest.raises(Denied):
        attach(actor_of(reader), thing)
    with pytest.raises(Denied):
        remove_file(actor_of(reader), file_id=file_id)
    assert b"".join(open_file(actor_of(reader), file_id).read()) == TEXT
    assert (Fact.objects.count(), len(stored_bytes())) == (facts, 1)
    assert AccessLog.objects.filter(kind="refused").count() == 2


def test_a_right_that_does_not_reach_the_object_writes_nothing(lawyer, office, thing):
    own_only = an_employee(office)
    give(own_only, things__view=Scope.OFFICE, files__attach=Scope.OWN)
    taken = []

    def content():
        taken.append(1)
        yield TEXT

    with pytest.raises(Denied):
        attach_file(
            actor_of(own_only), object_type="sample.thing", object_id=thing.pk, name="a", content=content()
        )
    assert taken == []
    assert stored_bytes() == []


@pytest.mark.parametrize("object_type", ["sample.nothing", "", "accounts.user"])
def test_a_file_hangs_on_nothing_unknown(lawyer, object_type):
    with pytest.raises(NotFound):
        attach_file(lawyer, object_type=object_type, object_id=1, name="a", content=[TEXT])


def test_an_empty_or_too_large_file_is_refused_and_leaves_nothing(lawyer, thing, monkeypatch):
    monkeypatch.setattr(commands, "LARGEST", 3 * 1024**2)
    for content in (b"", bytes(3 * 1024**2 + 1)):
        with pytest.raises(Invalid) as refusal:
            attach(lawyer, thing, content)
        assert list(refusal.value.fields) == ["file"]
    assert stored_bytes() == []
    assert StoredFile.objects.count() == 0


def test_exchanged_cut_and_lost_bytes_are_noticed(lawyer, thing, tmp_path):
    first, second = attach(lawyer, thing, bytes(3 * CHUNK)), attach(lawyer, thing, bytes(3 * CHUNK))
    one, other = (
        next((tmp_path / "data" / "files").rglob(StoredFile.objects.get(pk=pk).blob))
        for pk in (first, second)
    )
    kept = one.read_bytes()
    for spoilt in (other.read_bytes(), kept[:-1], kept[: 2 * (CHUNK + 16)], kept + b"x"):
        one.write_bytes(spoilt)
        with pytest.raises(UnableToReadFile):
            b"".join(open_file(lawyer, first).read())
    one.unlink()
    with pytest.raises(UnableToReadFile):
        b"".join(open_file(lawyer, first).read())


def test_bytes_of_a_failed_act_are_swept(lawyer, thing, tmp_path):
    attach(lawyer, thing)
    forgotten, fresh = new_name(), new_name()
    for name in (forgotten, fresh):
        storage().write(name, [b"x"])
    draft = tmp_path / "data" / "files" / forgotten[:2] / forgotten[2:4] / f".{forgotten}.abcd"
    draft.write_bytes(b"half")
    old = (timezone.now() - timedelta(days=2)).timestamp()
    for path in (tmp_path / "data" / "files").glob("??/??/*"):
        if path.name != fresh:
            os.utime(path, (old, old))
    assert remove_forgotten() == 2
    assert {name for name, _ in storage().names()} == {StoredFile.objects.get().blob, fresh}


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 31, "A" * 32, "", "a/" * 16])
def test_the_store_takes_no_paths(name):
    with pytest.raises(ValueError, match="name"):
        storage().open(name)


def test_a_link_is_one_persons_and_short(lawyer, thing, office, monkeypatch):
    file_id = attach(lawyer, thing)
    token = sign_link(lawyer, file_id)
    assert read_link(lawyer, token) == file_id
    for actor, sent in (
        (Actor.person(lawyer.id + 1), token),
        (Actor.anonymous(), token),
        (lawyer, token[:-1]),
        (lawyer, f"x{token}"),
        (lawyer, ""),
    ):
        with pytest.raises(NotFound):
            read_link(actor, sent)
    with pytest.raises(NotFound):
        sign_link(Actor.system("t"), file_id)
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 299)
    assert read_link(lawyer, token) == file_id
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 302)
    with pytest.raises(NotFound):
        read_link(lawyer, token)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-0", (0, 1)),
        ("bytes=5-", (5, 100)),
        ("bytes=-7", (93, 100)),
        ("bytes=-700", (0, 100)),
        ("bytes=90-1000", (90, 100)),
        ("bytes=5-3", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=9999999999999999-", None),
    ],
)
def test_ranges(header, expected):
    assert wanted_range(header, 100) == expected


def test_a_range_behind_the_end_is_refused():
    for header in ("bytes=100-", "bytes=-0", "bytes=200-300"):
        with pytest.raises(UnsatisfiableRange):
            wanted_range(header, 100)


def answer(lawyer, file_id, **headers):
    return file_response(RequestFactory().get("/", headers=headers), open_file(lawyer, file_id))


def test_an_answer_is_always_a_download(lawyer, thing):
    file_id = attach(lawyer, thing, b"<script>alert(1)</script>", name='x"\r\n.html')
    whole = answer(lawyer, file_id)
    assert whole.status_code == 200
    assert whole.getvalue() == b"<script>alert(1)</script>"
    assert whole.headers["Content-Disposition"] == 'attachment; filename="x_ .html"'
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Type"] == "text/plain"
    assert whole.headers["Cache-Control"] == "private, no-store"


def test_a_russian_name_is_sent_in_its_letters(lawyer, thing):
    header = answer(lawyer, attach(lawyer, thing)).headers["Content-Disposition"]
    assert header == "attachment; filename*=utf-8''%D0%B4%D0%B5%D0%BB%D0%BE.txt"


def test_ranges_are_answered_in_part(lawyer, thing):
    file_id = attach(lawyer, thing, bytes(range(256)) * 1000)
    part = answer(lawyer, file_id, range=f"bytes={CHUNK - 2}-{CHUNK + 1}")
    assert (part.status_code, part.getvalue()) == (206, bytes([254, 255, 0, 1]))
    assert part.headers["Content-Range"] == f"bytes {CHUNK - 2}-{CHUNK + 1}/256000"
    assert part.headers["Content-Length"] == "4"
    behind = answer(lawyer, file_id, range="bytes=256000-")
    assert (behind.status_code, behind.headers["Content-Range"]) == (416, "bytes */256000")
    other_version = answer(lawyer, file_id, range="bytes=0-1", if_range='"another"')
    assert (other_version.status_code, other_version.headers["Content-Length"]) == (200, "256000")
    same = answer(lawyer, file_id, range="bytes=0-1", if_range=part.headers["ETag"])
    assert same.status_code == 206


def test_under_asgi_the_pieces_come_one_by_one(lawyer, thing):
    import asyncio

    file_id = attach(lawyer, thing, bytes(3 * CHUNK))
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    response = file_response(ASGIRequest(scope, None), open_file(lawyer, file_id))
    assert response.is_async

    async def pieces():
        return [piece async for piece in response]

    assert [len(piece) for piece in asyncio.run(pieces())] == [CHUNK, CHUNK, CHUNK]


def test_nothing_of_a_file_is_in_the_database(lawyer, thing):
    attach(lawyer, thing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM files_storedfile f")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert TEXT.hex()[:40] not in rows[0][0]
    assert "79165550137" not in rows[0][0]

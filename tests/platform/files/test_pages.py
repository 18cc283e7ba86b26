"""Files through pages: attached by a form, downloaded by a short link, harmless on the way."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from femida.platform.access.models import GroupGrant
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Invalid
from femida.platform.files import uploads
from femida.platform.files.links import sign_link
from femida.platform.files.models import StoredFile
from femida.platform.files.uploads import EncryptedUploadHandler
from femida.platform.journal.models import AccessLog
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.parties.people import a_party

pytestmark = pytest.mark.django_db
SECRET = "Совершенно секретно ".encode()
DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}


@pytest.fixture(autouse=True)
def fresh_folder(tmp_path, settings):
    settings.FEMIDA_DATA = tmp_path / "data"


@pytest.fixture
def office():
    return an_office("Москва")


@pytest.fixture
def party_id(office):
    return a_party(office_id=office.pk)


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.account, backend="femida.platform.accounts.backends.Backend")
    return client


@pytest.fixture
def lawyer(office):
    employee = an_employee(office)
    give(employee, parties__view=Scope.OFFICE, files__attach=Scope.OFFICE, files__remove=Scope.OFFICE)
    return employee


def attach(client: Client, party_id: int, content: bytes = SECRET, name: str = "дело.txt"):
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(f"/files/parties.party/{party_id}/add/", {"file": file}, headers=DIALOG)


def test_a_file_goes_up_and_comes_down(lawyer, party_id):
    client = browser(lawyer)
    content = SECRET * 200_000
    assert attach(client, party_id, content).status_code == 204
    file = StoredFile.objects.get()
    assert (file.name, file.size, file.created_by_id) == ("дело.txt", len(content), lawyer.account_id)
    assert f'href="/files/{file.pk}/"' in client.get(f"/parties/{party_id}/").content.decode()
    redirect = client.get(f"/files/{file.pk}/")
    assert redirect.status_code == 302
    answer = client.get(redirect.headers["Location"])
    assert answer.getvalue() == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    part = client.get(redirect.headers["Location"], headers={"Range": "bytes=-5"})
    assert (part.status_code, part.getvalue()) == (206, content[-5:])
    assert AccessLog.objects.filter(kind="opened", object_type="files.file", object_id=file.pk).count() == 1


def test_a_link_dies_with_the_right(lawyer, party_id):
    client = browser(lawyer)
    attach(client, party_id)
    link = client.get(f"/files/{StoredFile.objects.get().pk}/").headers["Location"]
    assert client.get(link).status_code == 200
    GroupGrant.objects.filter(right="parties.view").delete()
    assert client.get(link).status_code == 404


def test_a_link_is_no_others(lawyer, party_id, office):
    attach(browser(lawyer), party_id)
    file_id = StoredFile.objects.get().pk
    token = sign_link(actor_of(lawyer), file_id)
    colleague = an_employee(office)
    give(colleague, parties__view=Scope.OFFICE)
    assert browser(colleague).get(f"/files/get/{token}/").status_code == 404
    assert browser(colleague).get(f"/files/{file_id}/").status_code == 302
    assert browser(colleague).post(f"/files/{file_id}/remove/").status_code == 403
    assert Client().get(f"/files/get/{token}/").status_code == 302
    stranger = an_employee(an_office("Казань"))
    give(stranger, parties__view=Scope.OFFICE, files__attach=Scope.OFFICE, files__remove=Scope.OFFICE)
    client = browser(stranger)
    assert client.get(f"/files/{file_id}/").status_code == 404
    assert client.post(f"/files/{file_id}/remove/").status_code == 404
    assert attach(client, party_id).status_code == 404
    assert StoredFile.objects.get().removed_at is None


def test_removing_by_the_page(lawyer, party_id):
    client = browser(lawyer)
    attach(client, party_id)
    file_id = StoredFile.objects.get().pk
    assert client.post(f"/files/{file_id}/remove/").status_code == 204
    assert client.get(f"/files/{file_id}/").status_code == 404


@pytest.mark.parametrize("content", [b"", None])
def test_no_file_is_no_upload(lawyer, party_id, content):
    client = browser(lawyer)
    address = f"/files/parties.party/{party_id}/add/"
    files = {} if content is None else {"file": SimpleUploadedFile("a.txt", content)}
    assert client.post(address, files, headers=DIALOG).status_code == 422
    assert StoredFile.objects.count() == 0


def test_a_hostile_name_ends_in_the_store_under_digits(lawyer, party_id, tmp_path):
    client = browser(lawyer)
    boundary = "x"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="../../../../evil.html"\r\n'
        f"Content-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--{boundary}--\r\n"
    )
    answer = client.post(
        f"/files/parties.party/{party_id}/add/",
        body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=DIALOG,
    )
    assert answer.status_code == 204
    file = StoredFile.objects.get()
    assert (file.name, file.content_type) == ("evil.html", "text/plain")
    stored = [path for path in (tmp_path / "data" / "files").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [file.blob]


def uploaded(content: bytes, name: str = "дело.txt"):
    handler = EncryptedUploadHandler()
    handler.new_file("file", name, "text/plain", len(content))
    for start in range(0, len(content), handler.chunk_size):
        assert handler.receive_data_chunk(content[start : start + handler.chunk_size], start) is None
    return handler, handler.file_complete(len(content))


def test_a_waiting_upload_is_encrypted_on_the_disk():
    content = SECRET * 50_000
    handler, upload = uploaded(content)
    waiting = os.pread(handler._stored.fileno(), len(content) * 2, 0)
    assert len(waiting) > len(content)
    assert SECRET not in waiting
    assert b"".join(upload.chunks()) == upload.read() == content
    assert upload.size == len(content)


def test_too_much_is_thrown_away_on_the_way(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 200_000)
    handler, upload = uploaded(bytes(1_000_000))
    assert os.fstat(handler._stored.fileno()).st_size < 300_000
    with pytest.raises(Invalid):
        list(upload.chunks())


def test_all_uploads_go_through_the_handler(settings):
    names = [f"{EncryptedUploadHandler.__module__}.{EncryptedUploadHandler.__qualname__}"]
    assert names == settings.FILE_UPLOAD_HANDLERS

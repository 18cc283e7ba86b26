"""Keys: made once, closed to others, known again by their marks."""

import os
import stat
import threading

import pytest

from femida.platform.vault import keys
from femida.platform.vault.checks import key_problems
from femida.platform.vault.keys import Key, KeyKind, UnableToUseKeys, keyring, make_keys, write_key
from femida.platform.vault.models import KeyMark
from femida.platform.vault.sealed import open_sealed, seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_installation(tmp_path, settings):
    settings.FEMIDA_DATA = tmp_path / "data"


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_first_use_makes_one_closed_key_of_each_kind():
    ring = keyring()
    folder = keys.keys_folder()
    assert mode(folder) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == [
        "vault-encryption.1.key", "vault-index.1.key", "vault-tail.1.key",
    ]  # fmt: skip
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert len({ring.newest(kind).secret for kind in KeyKind}) == 3


def test_second_start_keeps_the_keys():
    first = {kind: keyring().newest(kind).secret for kind in KeyKind}
    keys._loaded.clear()
    assert {kind: make_keys().newest(kind).secret for kind in KeyKind} == first


def test_no_key_shows_in_a_repr():
    ring = keyring()
    key = ring.newest(KeyKind.INDEX)
    for shown in (repr(ring), repr(key), str(key)):
        assert key.secret.hex() not in shown
        assert repr(key.secret)[2:-1] not in shown


@pytest.mark.parametrize("what", ["folder", "file"])
def test_keys_open_to_others_are_refused_with_the_way_out(what):
    keyring()
    folder = keys.keys_folder()
    path = folder if what == "folder" else folder / "vault-index.1.key"
    path.chmod(0o755 if what == "folder" else 0o640)
    keys._loaded.clear()
    with pytest.raises(UnableToUseKeys, match=r"chmod \d00 '") as refusal:
        keyring()
    assert str(path) in str(refusal.value)
    assert str(path) in key_problems()[0]


def test_a_damaged_key_is_refused_without_showing_it():
    keyring()
    path = keys.keys_folder() / "vault-tail.1.key"
    secret = path.read_text()
    path.write_text(secret[:-3])
    keys._loaded.clear()
    with pytest.raises(UnableToUseKeys, match="damaged") as refusal:
        keyring()
    assert secret[:8] not in str(refusal.value)


def test_a_lost_key_is_not_silently_made_anew():
    keyring()
    (keys.keys_folder() / "vault-encryption.1.key").unlink()
    with pytest.raises(UnableToUseKeys, match=r"vault-encryption\.1\.key.*missing"):
        keyring()
    assert "missing" in key_problems()[0]
    # twin: without the marks of the database nobody would notice
    KeyMark.objects.all().delete()
    keyring()


def test_a_foreign_key_is_noticed():
    keyring()
    assert key_problems() == []
    path = keys.keys_folder() / "vault-encryption.1.key"
    path.write_text("ab" * 32)
    os.utime(keys.keys_folder())
    assert "another installation" in key_problems()[0]


def test_a_running_process_learns_of_a_new_key():
    sealed = seal("до смены", "t")
    write_key(keys.keys_folder(), KeyKind.ENCRYPTION, 2)
    assert seal("после", "t")[0] == 2
    assert open_sealed(sealed, "t").reveal() == "до смены"


def test_of_many_first_starts_at_once_one_key_wins(tmp_path):
    folder = tmp_path / "race"
    folder.mkdir(mode=0o700)
    together = threading.Barrier(8)

    def start():
        together.wait()
        write_key(folder, KeyKind.INDEX, 1)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in folder.iterdir()] == ["vault-index.1.key"]
    assert len(bytes.fromhex((folder / "vault-index.1.key").read_text())) == 32


def test_versions_end_with_one_byte():
    keyring()
    write_key(keys.keys_folder(), KeyKind.ENCRYPTION, 256)
    with pytest.raises(UnableToUseKeys, match="255"):
        keyring()


def test_key_is_compared_by_value_only_in_its_place():
    assert Key(KeyKind.INDEX, 1, b"x") != Key(KeyKind.TAIL, 1, b"x")

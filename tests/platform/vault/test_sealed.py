"""Sealed values: open only where they were sealed, show nowhere, are found by digests."""

import copy
import json
import logging
import pickle
import traceback

import pytest

from femida.platform.vault import keys, sealed
from femida.platform.vault.keys import KeyKind, write_key
from femida.platform.vault.sealed import (
    Secret,
    UnableToOpen,
    blind_index,
    blind_indexes,
    index_pair,
    open_sealed,
    seal,
    tail_index,
    tail_indexes,
)

pytestmark = pytest.mark.django_db
CANARY = "79120001122"


@pytest.fixture(autouse=True)
def fresh_installation(tmp_path, settings):
    settings.FEMIDA_DATA = tmp_path / "data"


def test_a_value_comes_back():
    for text in ("", CANARY, "почта@пример.рф", "x" * 10_000):
        assert open_sealed(seal(text, "contact.phone"), "contact.phone").reveal() == text


def test_the_same_value_is_never_sealed_alike():
    assert seal(CANARY, "p") != seal(CANARY, "p")
    assert CANARY.encode() not in seal(CANARY, "p")


def test_a_value_moved_to_another_place_does_not_open():
    with pytest.raises(UnableToOpen):
        open_sealed(seal(CANARY, "contact.phone"), "contact.email")


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_one_changed_bit_is_noticed(position):
    data = bytearray(seal(CANARY, "p"))
    data[position] ^= 1
    with pytest.raises(UnableToOpen):
        open_sealed(bytes(data), "p")


@pytest.mark.parametrize("length", [0, 1, 12, 28])
def test_a_cut_value_is_noticed(length):
    with pytest.raises(UnableToOpen):
        open_sealed(seal(CANARY, "p")[:length], "p")


def test_the_version_is_authenticated(monkeypatch):
    write = seal(CANARY, "p")
    folder = keys.keys_folder()
    # the very same key under another number
    (folder / "vault-encryption.2.key").write_bytes((folder / "vault-encryption.1.key").read_bytes())
    (folder / "vault-encryption.2.key").chmod(0o600)
    with pytest.raises(UnableToOpen):
        open_sealed(b"\x02" + write[1:], "p")
    # twin: were the place not authenticated, the same bytes would open
    monkeypatch.setattr(sealed, "_place", lambda key, purpose: b"")
    moved = seal(CANARY, "p")
    assert open_sealed(moved, "q").reveal() == CANARY


def test_a_secret_shows_nowhere(caplog):
    secret = Secret(CANARY)
    logging.getLogger("t").warning("%s %r %s", secret, secret, [secret])
    assert CANARY not in f"{secret} {secret!r} {[secret]} {{'a': {secret!r}}}" + caplog.text
    for store in (pickle.dumps, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError) as refusal:
            store(secret)
        assert CANARY not in str(refusal.value)
    assert secret == Secret(CANARY)
    assert secret != Secret("7")


def test_an_error_tells_nothing_of_the_value():
    data = bytearray(seal(CANARY, "p"))
    data[-1] ^= 1
    with pytest.raises(UnableToOpen) as refusal:
        open_sealed(bytes(data), "p")
    told = "".join(traceback.format_exception(refusal.value))
    assert CANARY not in told
    assert refusal.value.__cause__ is None


def test_indexes_depend_on_value_purpose_and_key():
    assert blind_index(CANARY, "a") == blind_index(CANARY, "a")
    assert len({
        blind_index(CANARY, "a"), blind_index(CANARY, "b"), blind_index("7", "a"), tail_index(CANARY, "a"),
    }) == 4  # fmt: skip


def test_during_a_rotation_both_indexes_are_written_and_asked():
    before = blind_index(CANARY, "a")
    assert index_pair(CANARY, "a") == (before, None)
    write_key(keys.keys_folder(), KeyKind.INDEX, 2)
    present, following = index_pair(CANARY, "a")
    assert present == before
    assert following not in (None, before)
    assert blind_indexes(CANARY, "a") == [present, following]


def test_during_a_rotation_tails_are_asked_by_both():
    before = tail_index("1122", "a")
    write_key(keys.keys_folder(), KeyKind.TAIL, 2)
    assert tail_index("1122", "a") != before
    assert before in tail_indexes("1122", "a")
    assert tail_index("1122", "a") in tail_indexes("1122", "a")

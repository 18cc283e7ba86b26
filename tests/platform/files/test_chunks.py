"""Chunks of a file: any range comes back, and whatever is done to them is noticed."""

import io
import os

import pytest

from femida.platform.files.chunks import CHUNK, TAG, Encryptor, UnableToReadFile, new_key, read_range

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]
KEY = new_key()


def encrypted(plain: bytes, key: bytes = KEY, piece: int = 10_000) -> bytes:
    encryptor = Encryptor(key)
    stored = b"".join(encryptor.update(plain[at : at + piece]) for at in range(0, len(plain), piece))
    assert encryptor.size == len(plain)
    return stored + encryptor.finish()


def read(stored: bytes, size: int, start: int = 0, end: int | None = None, key: bytes = KEY) -> bytes:
    return b"".join(
        read_range(io.BytesIO(stored), key, size=size, start=start, end=size if end is None else end)
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [999, CHUNK, 10**6])
def test_a_file_comes_back(size, piece):
    plain = os.urandom(size)
    stored = encrypted(plain, piece=piece)
    assert len(stored) == size + TAG * max(1, -(-size // CHUNK))
    assert read(stored, size) == plain


@pytest.mark.parametrize("size", SIZES)
def test_every_range_comes_back(size):
    plain = os.urandom(size)
    stored = encrypted(plain)
    edges = sorted({0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, size - 1, size} & set(range(size + 1)))
    for start in edges:
        for end in (edge for edge in edges if edge >= start):
            assert read(stored, size, start, end) == plain[start:end], (start, end)


def test_a_range_reads_only_its_chunks():
    stored = io.BytesIO(encrypted(bytes(10 * CHUNK)))
    list(read_range(stored, KEY, size=10 * CHUNK, start=5 * CHUNK, end=5 * CHUNK + 1))
    assert stored.tell() == 6 * (CHUNK + TAG)


@pytest.mark.parametrize("size", [10, CHUNK, 3 * CHUNK])
def test_a_cut_file_is_noticed_even_when_its_size_is_cut_alike(size):
    stored = encrypted(os.urandom(size + CHUNK))
    shorter = stored[: size + TAG * -(-size // CHUNK)]
    for claimed in (size, size + CHUNK):
        with pytest.raises(UnableToReadFile):
            read(shorter, claimed)


def test_a_file_cut_at_a_chunk_would_pass_without_the_mark_of_the_last(monkeypatch):
    """The twin: were «this is the last one» not authenticated, the cut would not show."""
    monkeypatch.setattr("femida.platform.files.chunks._place", lambda number, is_last: b"")
    stored = encrypted(bytes(2 * CHUNK))
    assert read(stored[: CHUNK + TAG], CHUNK) == bytes(CHUNK)


def test_a_longer_file_is_noticed():
    stored = encrypted(b"abc")
    with pytest.raises(UnableToReadFile):
        read(stored + b"x", 3)
    with pytest.raises(UnableToReadFile):
        read(stored, 4)


def test_chunks_that_changed_places_are_noticed():
    stored = encrypted(os.urandom(3 * CHUNK))
    step = CHUNK + TAG
    swapped = stored[step : 2 * step] + stored[:step] + stored[2 * step :]
    with pytest.raises(UnableToReadFile):
        read(swapped, 3 * CHUNK)


def test_a_chunk_of_another_file_is_noticed():
    one, other = encrypted(bytes(3 * CHUNK)), encrypted(bytes(3 * CHUNK), key=new_key())
    step = CHUNK + TAG
    with pytest.raises(UnableToReadFile):
        read(one[:step] + other[step:], 3 * CHUNK)


@pytest.mark.parametrize("position", [0, CHUNK, CHUNK + TAG + 5, -1])
def test_one_changed_bit_is_noticed(position):
    stored = bytearray(encrypted(bytes(CHUNK + 100)))
    stored[position] ^= 1
    with pytest.raises(UnableToReadFile):
        read(bytes(stored), CHUNK + 100)


def test_nothing_of_the_plain_text_is_stored():
    plain = b"79165550137 " * 10_000
    assert b"7916555" not in encrypted(plain)


def test_a_range_out_of_the_file_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="range"):
        read(encrypted(b"abc"), 3, 2, 5)

"""Reading, masking and finding of e-mail addresses."""

from __future__ import annotations

import random
import time

import pytest

from femida.kernel.emails import EmailAddress, InvalidEmail, find_in, parse, redact


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ivan@mail.ru", "ivan@mail.ru"),
        ("  Ivan.Petrov+work@Mail.RU. ", "ivan.petrov+work@mail.ru"),
        ("<ivan@mail.ru>", "ivan@mail.ru"),
        ("mailto:ivan@mail.ru", "ivan@mail.ru"),
        ("ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai"),
        ("ИВАН@Почта.РФ", "иван@xn--80a1acny.xn--p1ai"),
        ("ivan＠mail.ru", "ivan@mail.ru"),
        ("ivan@\u200bmail.ru\ufeff", "ivan@mail.ru"),
        ("o'hara_1@sub.example-mail.co.uk", "o'hara_1@sub.example-mail.co.uk"),
        ("user%example.com@example.org", "user%example.com@example.org"),
        ("1@2.ru", "1@2.ru"),
    ],
)
def test_parse(text: str, value: str) -> None:
    assert parse(text).value == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b", "empty"),
        ("ivan", "no_at"),
        ("ivan@mail.ru, anna@mail.ru", "several"),
        ("a@b@c.ru", "several"),
        ("@mail.ru", "local"),
        ("ivan petrov@mail.ru", "local"),
        ("ivan..petrov@mail.ru", "local"),
        (".ivan@mail.ru", "local"),
        ('"a b"@mail.ru', "local"),
        ("ivan\r\nBcc: x@mail.ru", "local"),
        ("ivan\x00@mail.ru", "local"),
        ("ivan@", "domain"),
        ("ivan@localhost", "domain"),
        ("ivan@127.0.0.1", "domain"),
        ("ivan@[127.0.0.1]", "domain"),
        ("ivan@-mail.ru", "domain"),
        ("ivan@mail-.ru", "domain"),
        ("ivan@mail..ru", "domain"),
        ("ivan@mail.r", "domain"),
        ("ivan@ma_il.ru", "domain"),
        ("ivan@" + "a" * 64 + ".ru", "domain"),
        ("a" * 65 + "@mail.ru", "too_long"),
        ("ж" * 40 + "@mail.ru", "too_long"),
        ("a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".ru", "too_long"),
        ("a" * 9999, "too_long"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    with pytest.raises(InvalidEmail) as refused:
        parse(text)
    assert refused.value.code == code
    assert not text or text not in str(refused.value)


def test_display_and_mask() -> None:
    assert parse("Ivan@Mail.ru").mask() == "i•••@m•••.ru"
    assert parse("иван@почта.рф").mask() == "и•••@п•••.рф"
    assert parse("иван@почта.рф").display() == "иван@почта.рф"
    assert parse("a@mail.company.ru").mask() == "•••@m•••.ru"
    assert (parse("ivan@почта.рф").local, parse("ivan@mail.ru").domain) == ("ivan", "mail.ru")


def test_nothing_shows_the_address_by_accident() -> None:
    address = parse("ivan@mail.ru")
    assert "ivan" not in f"{address} {address!r} {[address]}"


@pytest.mark.parametrize(
    "spelling",
    [
        "ivan.petrov@mail.ru",
        "IVAN.PETROV@MAIL.RU",
        "ivan.petrov＠mail.ru",
        "ivan.petrov @ mail.ru",
        "ivan.petrov(at)mail.ru",
        "ivan.petrov [at] mail.ru",
        "ivan.petrov (собака) mail.ru",
        "ivan.petrov собака mail.ru",
        "ivan.petrov(at)mail(dot)ru",
        "ivan.petrov%40mail.ru",
        "ivan.petrov&#64;mail.ru",
        "ivan.pe\u200btrov@ma\u200bil.ru",
        "ivan.petrov@mail。ru",
    ],
)
@pytest.mark.parametrize(
    "surrounding",
    [
        "{}",
        "Пишите на {}.",
        "почта:{}, тел. 89123456789",
        "Иван Петров <{}>",
        "mailto:{}?subject=1",
        '"{}"',
        "({})",
        "{};anna@yandex.ru",
        "договор № 5\n{}\n",
        "{}-",
        "{}.Жду",
        "...{}...",
    ],
)
def test_address_is_masked_in_every_spelling(spelling: str, surrounding: str) -> None:
    text = surrounding.replace("{}", spelling)
    redacted, addresses = redact(text)
    assert EmailAddress("ivan.petrov@mail.ru") in addresses
    assert "petrov" not in redacted.lower()
    assert "i•••@m•••.ru" in redacted
    for kept in ("89123456789", "договор № 5", "Иван Петров", "Пишите на ", "Жду"):
        assert (kept in text) == (kept in redacted)


def test_exact_replacement() -> None:
    assert redact("Иван (ivan@mail.ru), анна@почта.рф и ещё a@b.company.com.") == (
        "Иван (i•••@m•••.ru), а•••@п•••.рф и ещё •••@b•••.com.",
        [parse("ivan@mail.ru"), parse("анна@почта.рф"), parse("a@b.company.com")],
    )
    match = find_in("→ivan@mail.ru!")[0]
    assert (match.start, match.end) == (1, 13)


@pytest.mark.parametrize(
    "text",
    ["@ivan_telegram", "цена 5 @ 10.00", "a@b", "в 10 собака лаяла", "2@2.2", "@", "@@@", "x @ y", ""],
)
def test_other_texts_stay(text: str) -> None:
    assert redact(text) == (text, [])


def test_masking_twice_changes_nothing_more() -> None:
    dice = random.Random(2)
    alphabet = "ab1.@-_ (at)[]@.ru рф собака\u200b＠%40•"
    for _ in range(4000):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(50)))
        once, addresses = redact(text)
        assert redact(once) == (once, [])
        for address in addresses:
            assert parse(address.value) == address
            assert parse(address.display()) == address


@pytest.mark.parametrize("piece", ["a", "@", "a@", "a.", "@a.", "a@b.", "(at)", " ", "\u200b", "a@b.c-"])
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    find_in(text)
    assert time.process_time() - started < 3

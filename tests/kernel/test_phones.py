"""Reading, showing and masking of telephone numbers."""

from __future__ import annotations

import pickle
import random
import time

import pytest

from femida.kernel.phones import InvalidPhone, PhoneNumber, find_in, parse, redact

CANARY = "79123456789"


@pytest.mark.parametrize(
    "text",
    [
        "89123456789",
        "+79123456789",
        "79123456789",
        "9123456789",
        "8 (912) 345-67-89",
        "+7 912 345 67 89",
        "+7(912)345-67-89",
        "8.912.345.67.89",
        "8–912—345−67‑89",
        "８（９１２）３４５－６７－８９",
        "٨٩١٢٣٤٥٦٧٨٩",
        "8\u00a0912\u202f345\u200967\u200b89",
        "\u202a+79123456789\u202c",
        "8️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣",
        "тел.: 8 912 345-67-89",
        "моб. +7 912 345 67 89",
        "tel:+79123456789",
        "+8 912 345-67-89",
        "+7 8 912 345-67-89",
        "007 912 345 67 89",
        " 8-912-345-67-89. ",
    ],
)
def test_spellings_of_one_number(text: str) -> None:
    assert parse(text) == PhoneNumber(CANARY)
    assert parse(text).extension == ""


@pytest.mark.parametrize(
    ("text", "e164", "extension"),
    [
        ("8 (495) 123-45-67 доб. 12", "74951234567", "12"),
        ("84951234567, добавочный 305", "74951234567", "305"),
        ("+7 495 123-45-67 (доб. 7)", "74951234567", "7"),
        ("+7 495 123-45-67 ext. 89", "74951234567", "89"),
        ("+74951234567#501", "74951234567", "501"),
        ("tel:+74951234567;ext=44", "74951234567", "44"),
        ("8 800 555 35 35", "78005553535", ""),
        ("+7 777 123 45 67", "77771234567", ""),
        ("+375 (29) 123-45-67", "375291234567", ""),
        ("8 10 375 29 123 45 67", "375291234567", ""),
        ("+49 (0) 30 123456", "4930123456", ""),
        ("00 49 30 123456", "4930123456", ""),
        ("+44 20 7946 0958", "442079460958", ""),
        ("+998 90 123 45 67", "998901234567", ""),
        ("+1 650 253 0000", "16502530000", ""),
    ],
)
def test_extensions_and_foreign_numbers(text: str, e164: str, extension: str) -> None:
    number = parse(text)
    assert (number.e164, number.extension) == (e164, extension)


def test_region_of_numbers_without_plus() -> None:
    assert parse("030 123456", region="DE").e164 == "4930123456"
    assert parse("8 777 123 45 67", region="KZ").e164 == "77771234567"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b ", "empty"),
        ("нет телефона", "not_a_number"),
        ("8 912 34S 67 89", "not_a_number"),
        ("ivan@mail.ru", "not_a_number"),
        ("+++", "not_a_number"),
        ("8 800 FLOWERS", "not_a_number"),
        ("345-67-89", "too_short"),
        ("112", "too_short"),
        ("8912345678", "too_short"),
        ("+7 912 345 67 8", "too_short"),
        ("+7 912 345 67 890", "too_long"),
        ("891234567890", "too_long"),
        ("8" * 30, "too_long"),
        ("8" * 5000, "too_long"),
        ("19123456789", "invalid"),
        ("8 123 456 78 90", "invalid"),
        ("+7 000 000 00 00", "invalid"),
        ("+999 123456789", "unknown_country"),
        ("89123456789, 84951234567", "several"),
        ("89123456789 84951234567", "several"),
        ("8 912 345 67 89 или 8 495 123 45 67", "several"),
    ],
)
def test_refusals(text: str, code: str) -> None:
    with pytest.raises(InvalidPhone) as refused:
        parse(text)
    assert refused.value.code == code
    assert not text.strip() or text not in str(refused.value)


@pytest.mark.parametrize("e164", ["", "+79123456789", "0912345678", "7912", "7" * 16, "7912345678９"])
def test_value_takes_only_e164_digits(e164: str) -> None:
    with pytest.raises(InvalidPhone):
        PhoneNumber(e164)


def test_display_mask_and_tail() -> None:
    number = parse("89123456789")
    assert number.display() == "+7 912 345-67-89"
    assert number.mask() == "+7 ••• •••-67-89"
    assert number.mask(tail=False) == "+7 ••• •••-••-••"
    assert number.tail == "6789"
    foreign = parse("+49 30 123456")
    assert foreign.display() == "+49 30 123456"
    assert foreign.mask() == "+49 ••• ••• 3456"
    assert foreign.mask(tail=False) == "+49 ••• ••• ••••"


def test_mask_of_a_short_foreign_number_keeps_most_digits() -> None:
    assert PhoneNumber("29022222").mask() == "+290 ••• ••• 22"


def test_nothing_shows_the_number_by_accident() -> None:
    number = parse("89123456789 доб. 55")
    for shown in (str(number), repr(number), f"{number}", f"{[number]}", f"{number!s:>30}"):
        assert "912" not in shown
        assert "345" not in shown


def test_extension_takes_no_part_in_equality() -> None:
    assert parse("84951234567 доб. 1") == parse("84951234567 доб. 2")
    assert len({parse("84951234567 доб. 1"), parse("84951234567")}) == 1
    assert pickle.loads(pickle.dumps(parse("84951234567 доб. 1"))).extension == "1"


def test_what_is_displayed_can_be_read_back() -> None:
    dice = random.Random(11)
    for _ in range(500):
        number = PhoneNumber(f"79{dice.randrange(10**9):09d}")
        assert parse(number.display()) == number
        assert redact(number.display()) == (number.mask(), [number])


CANARY_SPELLINGS = [
    "+79123456789",
    "89123456789",
    "8 (912) 345 67 89",
    "+7-912-345-67-89",
    "8.912.345.67.89",
    "8\u00a0912\u00a0345\u00a067\u00a089",
    "8\u200b912\u200b345\u200b67\u200b89",
    "８９１２３４５６７８９",
    "8 9 1 2 3 4 5 6 7 8 9",
    "%2B79123456789",
    "8%20912%20345%2067%2089",
    "(912) 345-67-89",
    # beyond the twelve
    "9123456789",
    "912 345 67 89",
    "79123456789",
    "7 912 345-67-89",
    "8-912-3456789",
    "8912 345-67-89",
    "8 91 23 45 67 89",
    "8–912–345–67–89",
    "&#43;79123456789",
    "8&nbsp;912&nbsp;345-67-89",
    "+7 (912) 345.67.89",
    "8(912)3456789",
    "8/912/345-67-89",
    "+ 7 912 345 67 89",
    "+8 912 345 67 89",
    "+7 8 912 345 67 89",
    "8️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣",
    "8 - 912 - 345 - 67 - 89",
    "8_912_345_67_89",
    "8\u200e912\u2009345\u202f67\u206089",
    "\\u002b79123456789",
    "8·912·345·67·89",
]
SURROUNDINGS = [
    "{}",
    "Звоните {}, спросить Ивана.",
    "тел.{}",
    "Телефон: {}; почта ivan@mail.ru",
    "(моб. {})",
    "<b>{}</b>",
    '{{"phone": "{}"}}',
    "Договор № 15/26 от 01.02.2026, сумма 12 500,00 руб., {} Иван",
    "22.11.2026 {} перезвонить в 10:30",
    "{} 22.11.2026",
    "https://wa.me/{}?text=1",
    "Позвонить\n{}\nзавтра",
    "ИНН 7707083893, {}",
    "{}{{}}".replace("{{}}", "/8 495 123-45-67"),
    "звонил 5 раз {}",
    "{} копия паспорта",
    "{} доб. 12",
    "{}WhatsApp",
    "по делу {} отправил",
    "2-комнатная {} 5000 руб",
]


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
@pytest.mark.parametrize("spelling", CANARY_SPELLINGS)
def test_canary_is_masked_in_every_spelling(spelling: str, surrounding: str) -> None:
    text = surrounding.replace("{}", spelling)
    redacted, numbers = redact(text)
    assert PhoneNumber(CANARY) in numbers
    digits = "".join(character for character in redacted if character.isdigit())
    assert "912345" not in digits
    assert "3456789" not in digits
    assert "+7 ••• •••-67-89" in redacted
    for kept in ("Иван", "завтра", "22.11.2026", "12 500,00 руб", "7707083893", "10:30", "5000 руб", "15/26"):
        assert (kept in text) == (kept in redacted)


def test_exact_replacement() -> None:
    text = "Иван (8 (912) 345-67-89), Анна: +375 29 123-45-67 и (495) 123-45-67."
    assert redact(text) == (
        "Иван (+7 ••• •••-67-89), Анна: +375 ••• ••• 4567 и +7 ••• •••-45-67.",
        [PhoneNumber("79123456789"), PhoneNumber("375291234567"), PhoneNumber("74951234567")],
    )
    match = find_in("т. 89123456789!")[0]
    assert (match.start, match.end, match.number.e164) == (3, 14, CANARY)


def test_canary_is_masked_in_random_splits_beside_other_digits() -> None:
    dice = random.Random(1)
    separators = [" ", "-", ".", "\u00a0", "  ", " - ", "\u200b", "–", "\u2009", "_"]
    around = ["{}", "5 {}", "{} 5", "12.03.2026 {}", "{} 12.03.2026", "№ 5 {}", "Сумма 5 000 {}", "10:30 {}"]
    around += ["{} 8 495 123-45-67", "ИНН 7707083893 {}", "паспорт 4508 123456 {}", "дело А40-1234/2026 {}"]
    for _ in range(4000):
        separator, rest, groups = dice.choice(separators), "3456789", ["912"]
        while rest:
            length = dice.randrange(1, 4)
            groups.append(rest[:length])
            rest = rest[length:]
        if dice.random() < 0.3:
            groups[0] = f"({groups[0]})"
        text = dice.choice(["+7", "8", "7", "8 ", "8-", "+7 "]) + separator.join(groups)
        redacted, numbers = redact(dice.choice(around).replace("{}", text))
        assert PhoneNumber(CANARY) in numbers, text
        assert "912" not in redacted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("89123456789 89123456780", 2),
        ("8 912 345 67 89 8 912 345 67 80", 2),
        ("912 345 67 89 912 345 67 80", 2),
        ("+7 912 345 67 89+7 912 345 67 80", 2),
        ("495 8 912 345 67 89", 1),
        ("8-495-123-45-67/8-800-555-35-35", 2),
        ("4012 12-20-26 Калининград", 1),
        ("тел 4951234567", 1),
        ("8 (48439) 1-23-45", 1),
        ("8 10 375 29 123 45 67", 1),
        ("+79123456789 руб", 1),
        ("1) 89123456789 2) 89123456780 3) 89123456781", 3),
    ],
)
def test_how_many_are_found(text: str, count: int) -> None:
    assert len(find_in(text)) == count


NOT_TELEPHONES = [
    "22.11.2026",
    "2026-11-22 10:30:15",
    "2026-11-22 10-30-15",
    "с 01.02.2026 по 28.02.2026",
    "8.12.2026 4567",
    "8.9.2026 12 30 1",
    "ИНН 7707083893",
    "7707083893",
    "ИНН 9102012345",
    "ИНН: 4951234567 КПП 773601001",
    "500100732259",
    "ОГРН 1027700132195",
    "ОГРНИП 304500116000157",
    "БИК 044525225",
    "р/с 40702810438000000001",
    "40817 810 0 9991 0004312",
    "к/с 30101810400000000225",
    "СНИЛС 112-233-445 95",
    "СНИЛС 89123456789",
    "787-912-345 67",
    "паспорт 45 08 123456",
    "паспорт 9205 123456",
    "Паспорт: серия 92 05 № 123456",
    "карта 4276 3800 1234 5678",
    "4276-8912-3456-7890",
    "2202 2061 2345 6789",
    "12 500,00 ₽",
    "12\u202f500,00\u00a0₽",
    "1 234 567.89",
    "89 123 456 789,00",
    "89 123 456 789 руб.",
    "891 234 567.89",
    "8 912 345 678,00",
    "89123456789 руб.",
    "Договор № 89123456789",
    "Договор № 77-2026-00123",
    "79-2026-00123",
    "договор 412-345-2026",
    "дело № А79-12345/2026",
    "А40-123456/2026",
    "8-912345/2026",
    "дело № 2-1234/2026",
    "02-0123/123/2026",
    "77:01:0001001:1234",
    "550e8400-e29b-41d4-a716-446655440000",
    "id1f89123456789ab3",
    "заказ № 9123456789",
    "345-67-89",
    "0123456789",
    "1234567890",
    "12345678901234567890",
    "192.168.100.200",
    "часть 8 статьи 9 пункта 12.30-14.50",
    "8 9 10 11 12 13",
    "+5000000 руб",
    "п. 3.4.12 ст. 395 ГК РФ",
    "",
]


@pytest.mark.parametrize("text", NOT_TELEPHONES)
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == (text, [])


def test_masking_twice_changes_nothing_more() -> None:
    dice = random.Random(5)
    pieces = [*CANARY_SPELLINGS, *NOT_TELEPHONES, "+49 30 123456", "слово", "•", "+", "(", ")"]
    for _ in range(400):
        text = dice.choice([" ", ", ", "\n", "; "]).join(dice.choice(pieces) for _ in range(5))
        once, _ = redact(text)
        assert redact(once) == (once, [])


def test_matches_are_ordered_and_inside_of_the_text() -> None:
    dice = random.Random(9)
    alphabet = "0123456789" * 3 + "+789 -().\u00a0\u200b/%2B&;aяx№•"
    for _ in range(4000):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(60)))
        position = 0
        for match in find_in(text):
            assert position <= match.start < match.end <= len(text)
            position = match.end


@pytest.mark.parametrize(
    "piece", ["1 ", "8", "8 9 ", "+7", "(", " ", "\u200b", "8912345678 ", "а1", "+", "0-"]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    started = time.process_time()
    find_in(text)
    assert time.process_time() - started < 3

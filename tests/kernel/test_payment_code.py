"""Codes of payments: published examples, the rules of the standard, hostile input."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from femida.kernel.payment_code import LONGEST, InvalidPaymentCode, PaymentCode, build, parse, qr_svg

# The account, bank and payee of the example that libraries of the standard publish; the account is nobody's,
# so codes with it are only read. Codes to be built have accounts with right check digits.
PUBLISHED = (
    'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"|BIC=044525225|'
    "CorrespAcc=30101810400000000225|PayeeINN=6200098765|LastName=Иванов|FirstName=Иван|MiddleName=Иванович|"
    "Purpose=Оплата членского взноса|PayerAddress=г.Рязань ул.Ленина д.10 кв.15|Sum=100000"
)
REAL_BANK = PaymentCode(
    name="ИП Богданов Александр Сергеевич",
    account="40802810700020000317",
    bank_name="ОАО АКБ «АВАНГАРД»",
    bic="044525201",
    corr_account="30101810000000000201",
)
REAL_BANK_CODE = (
    "ST00012|Name=ИП Богданов Александр Сергеевич|PersonalAcc=40802810700020000317|"
    "BankName=ОАО АКБ «АВАНГАРД»|BIC=044525201|CorrespAcc=30101810000000000201"
)


def code_of(**changes: object) -> str:
    return build(replace(REAL_BANK, **changes)).decode()


def refused(make: object, *given: object) -> str:
    with pytest.raises(InvalidPaymentCode) as refusal:
        make(*given)  # type: ignore[operator]
    return refusal.value.code


def test_a_published_code_is_built_to_the_byte() -> None:
    assert build(REAL_BANK) == REAL_BANK_CODE.encode()
    assert parse(build(REAL_BANK)) == REAL_BANK


def test_a_published_code_is_read() -> None:
    found = parse(PUBLISHED)
    assert (found.name, found.account, found.bic) == ("ООО «Три кита»", "40702810138250123017", "044525225")
    assert found.amount == Decimal("1000.00")
    assert found.fields == {
        "PayeeINN": "6200098765",
        "LastName": "Иванов",
        "FirstName": "Иван",
        "MiddleName": "Иванович",
        "Purpose": "Оплата членского взноса",
        "PayerAddress": "г.Рязань ул.Ленина д.10 кв.15",
    }
    for charset, digit in (("cp1251", "1"), ("utf-8", "2"), ("koi8-r", "3")):
        text = PUBLISHED.replace("«", '"').replace("»", '"').replace("ST00012", f"ST0001{digit}")
        assert parse(text.encode(charset)).fields == found.fields
    assert parse(PUBLISHED + "|") == found


def test_the_sum_is_in_kopecks() -> None:
    assert code_of(amount=Decimal("12500.05")).endswith("|Sum=1250005")
    assert code_of(amount=Decimal("0.01")).endswith("|Sum=1")
    assert code_of(amount=Decimal(7)).endswith("|Sum=700")
    for wrong in (Decimal(0), Decimal("-1"), Decimal("1.001"), Decimal("NaN"), Decimal("Infinity")):
        assert refused(code_of_amount, wrong) == "sum"
    for wrong_text in ("0", "-5", "1.5", "1e3", "١", "9" * 18):
        assert refused(parse, f"{REAL_BANK_CODE}|Sum={wrong_text}") == "sum"


def code_of_amount(amount: Decimal) -> str:
    return code_of(amount=amount)


@pytest.mark.parametrize(
    ("name", "separator"),
    [("ООО «Ромашка»", "|"), ("A|B", "#"), ("A|B#C", ";"), ("A=B", "|"), ("|#;:^_~{}!$%&()*+,/", "@")],
)
def test_the_separator_stands_in_no_value(name: str, separator: str) -> None:
    made = build(replace(REAL_BANK, name=name, fields={"Purpose": "Оплата"}))
    assert made.decode()[7] == separator
    assert parse(made).name == name


def test_without_any_separator_nothing_is_built() -> None:
    assert refused(build, replace(REAL_BANK, name="|#;:^_~{}!$%&()*+,/@")) == "separator"


def test_the_required_block_has_three_hundred_bytes() -> None:
    """A Russian name of 150 letters takes 300 bytes in UTF-8 and 150 in Windows-1251."""
    long_name = "Ы" * 150
    made = build(replace(REAL_BANK, name=long_name))
    assert made.startswith(b"ST00011|")
    assert parse(made).name == long_name
    # this letter takes two bytes in UTF-8 and does not stand in Windows-1251 at all
    assert refused(build, replace(REAL_BANK, name="Ħ" * 150)) == "charset"
    # the block of this bank takes 144 bytes besides the name: 156 bytes of it are the most for UTF-8
    rest = len(build(replace(REAL_BANK, name="x"))) - len("ST00012") - 1
    fits = "Ы" * ((300 - rest) // 2)
    assert build(replace(REAL_BANK, name=fits)).startswith(b"ST00012|")
    assert build(replace(REAL_BANK, name=fits + "Ы")).startswith(b"ST00011|")


def test_what_the_standard_does_not_allow_is_refused_by_name() -> None:
    for name, longest in (("name", LONGEST["Name"]), ("bank_name", LONGEST["BankName"])):
        assert build(replace(REAL_BANK, **{name: "y" * longest}))
        assert refused(build, replace(REAL_BANK, **{name: "y" * (longest + 1)})) == "too_long"
        assert refused(build, replace(REAL_BANK, **{name: "  "})) == "missing"
        assert refused(build, replace(REAL_BANK, **{name: "two\nlines"})) == "characters"
    assert build(replace(REAL_BANK, fields={"Purpose": "п" * 210}))
    assert refused(build, replace(REAL_BANK, fields={"Purpose": "п" * 211})) == "too_long"
    assert refused(build, replace(REAL_BANK, fields={"purpose": "п"})) == "unknown"
    assert refused(build, replace(REAL_BANK, fields={"Sum": "1"})) == "unknown"
    assert refused(build, replace(REAL_BANK, fields={"PayerAddress": "п" * 1500})) == "too_large"


@pytest.mark.parametrize(
    "change",
    [
        {"account": "40802810700020000318"},
        {"account": "4080281070002000031"},
        {"account": "40702810138250123017"},
        {"bic": "04452520"},
        {"bic": "044525202"},
        {"corr_account": "30101810000000000202"},
    ],
)
def test_wrong_check_digits_never_get_into_a_code(change: dict[str, str]) -> None:
    assert refused(build, replace(REAL_BANK, **change)) == "account"


def test_a_bank_without_a_correspondent_account_has_a_nought() -> None:
    made = build(replace(REAL_BANK, corr_account=""))
    assert b"CorrespAcc=0" in made
    assert parse(made).corr_account == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("ST", "format"),
        ("ST00012", "format"),
        ("ST00022|Name=x", "format"),
        ("ST00019|Name=x", "format"),
        ("ST00012=Name=x", "format"),
        ("ST00012xName=x", "format"),
        ("BCD0012|Name=x", "format"),
        ("ST00012|Name", "shape"),
        ("ST00012|=x", "shape"),
        ("ST00012|Name=x|Name=y", "twice"),
        ("ST00012|Name=x|PersonalAcc=1|BankName=y|BIC=2", "missing"),
        (REAL_BANK_CODE + "|Purpose=a\x00b", "characters"),
        (REAL_BANK_CODE + "|Purpose=" + "p" * 211, "too_long"),
        ("ST00012|" + "x" * 9000, "too_large"),
    ],
)
def test_what_is_no_code_is_refused(text: str, code: str) -> None:
    assert refused(parse, text) == code


def test_bytes_that_are_not_in_their_character_set() -> None:
    assert refused(parse, b"ST00012|Name=\xff\xfe") == "charset"


def test_random_bytes_never_break_the_reader() -> None:
    source = random.Random(56042)
    for _ in range(3000):
        junk = bytes(source.choices(range(256), k=source.randrange(40)))
        with pytest.raises(InvalidPaymentCode):
            parse(b"ST00012|" + junk)


def test_a_camera_reads_from_the_symbol_what_was_built() -> None:
    made = build(
        replace(REAL_BANK, amount=Decimal("15000.40"), fields={"Purpose": "Оплата по счёту № 1-2026/0007"})
    )
    picture = BytesIO()
    segno.make(made, error="m", micro=False).save(picture, kind="png", scale=4, border=4)
    seen = zxingcpp.read_barcodes(Image.open(picture))
    assert [bytes(one.bytes) for one in seen] == [made]


def test_the_picture_is_black_on_white_with_its_quiet_zone() -> None:
    drawn = qr_svg(build(REAL_BANK), css="f-qr")
    assert drawn.startswith("<svg")
    assert 'class="f-qr"' in drawn
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert "<script" not in drawn

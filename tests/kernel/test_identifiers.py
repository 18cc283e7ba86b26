"""Identifiers of the state and of banks: published real ones, mistakes, hostile input."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from femida.kernel import identifiers
from femida.kernel.identifiers import InvalidIdentifier

# Published by the organisations themselves and by the Federal Tax Service.
REAL = [
    ("inn", "7707083893", "7707083893"),  # Sberbank
    ("inn", "7702070139", "7702070139"),  # VTB
    ("inn", "77 2816 8971", "7728168971"),  # Alfa-Bank
    ("inn", "7736207543", "7736207543"),  # Yandex
    ("inn", "500100732259", "500100732259"),
    ("inn", "７７０７０８３８９３", "7707083893"),
    ("inn", " 7707083893\u200b\n", "7707083893"),
    ("kpp", "773601001", "773601001"),
    ("kpp", "7736ab001", "7736AB001"),
    ("ogrn", "1027700132195", "1027700132195"),  # Sberbank
    ("ogrn", "1027739609391", "1027739609391"),  # VTB
    ("ogrn", "1027700067328", "1027700067328"),  # Alfa-Bank
    ("ogrn", "1027700229193", "1027700229193"),  # Yandex
    ("ogrnip", "304500116000157", "304500116000157"),
    ("snils", "112-233-445 95", "11223344595"),
    ("snils", "087-654-303 00", "08765430300"),
    ("snils", "001-001-998 55", "00100199855"),  # older than check digits
    ("bic", "044525225", "044525225"),
    ("bic", "017003983", "017003983"),
    ("passport", "45 08 № 123456", "4508123456"),
    ("passport", "4508-123456", "4508123456"),
    ("passport_unit", "770-001", "770-001"),
    ("passport_unit", "770001", "770-001"),
    ("okved", "69.10", "69.10"),
    ("okved", "69", "69"),
    ("okved", "01.11.1", "01.11.1"),
    ("okved", "01.11.11", "01.11.11"),
    ("okved", "69,10", "69.10"),
]

WRONG = [
    *((kind, "", "empty") for kind in ("inn", "kpp", "ogrn", "ogrnip", "snils", "bic", "passport", "okved")),
    *((kind, "1" * 10_000, "length") for kind in ("inn", "kpp", "ogrn", "ogrnip", "snils", "bic", "okved")),
    ("inn", "7707083894", "check_digit"),
    ("inn", "7707803893", "check_digit"),
    ("inn", "500100732258", "check_digit"),
    ("inn", "500100732269", "check_digit"),
    ("inn", "0000000000", "shape"),
    ("inn", "000000000000", "shape"),
    ("inn", "770708389", "length"),
    ("inn", "77070838933", "length"),
    ("inn", "770708389З", "characters"),
    ("inn", "٧٧٠٧٠٨٣٨٩٣", "characters"),
    ("inn", "7707083893;DROP", "characters"),
    ("inn", "-", "empty"),
    ("kpp", "77360100", "length"),
    ("kpp", "77360100А", "characters"),
    ("kpp", "000001001", "shape"),
    ("ogrn", "1027700132196", "check_digit"),
    ("ogrn", "0000000000000", "shape"),
    ("ogrn", "304500116000157", "length"),
    ("ogrnip", "304500116000158", "check_digit"),
    ("ogrnip", "104500116000157", "shape"),
    ("snils", "112-233-445 96", "check_digit"),
    ("snils", "000-000-000 00", "shape"),
    ("snils", "112.233.445.95", "characters"),
    ("bic", "144525225", "shape"),
    ("bic", "04452522", "length"),
    ("passport", "0000 000000", "shape"),
    ("passport", "4508 000000", "shape"),
    ("passport", "45O8 123456", "characters"),
    ("passport", "4508 12345", "length"),
    ("passport_unit", "000-001", "shape"),
    ("passport_unit", "77-001", "length"),
    ("okved", "6", "shape"),
    ("okved", "00.11", "shape"),
    ("okved", "69.10.10.1", "shape"),
    ("okved", "69.101", "shape"),
    ("okved", "A.69", "characters"),
]


def validator(kind: str) -> Callable[[str], str]:
    found: Callable[[str], str] = getattr(identifiers, f"validate_{kind}")
    return found


@pytest.mark.parametrize(("kind", "text", "normalised"), REAL)
def test_real_ones_pass(kind: str, text: str, normalised: str) -> None:
    assert validator(kind)(text) == normalised
    assert validator(kind)(normalised) == normalised


@pytest.mark.parametrize(("kind", "text", "code"), WRONG)
def test_wrong_ones_are_refused(kind: str, text: str, code: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        validator(kind)(text)
    assert (refused.value.code, refused.value.kind) == (code, kind)
    assert len(text) < 2 or text not in str(refused.value)


@pytest.mark.parametrize(
    ("bic", "corr_account"),
    [
        ("044525225", "30101810400000000225"),  # Sberbank
        ("044525187", "30101810700000000187"),  # VTB
        ("044525593", "30101810200000000593"),  # Alfa-Bank
        ("044525974", "30101810145250000974"),  # T-Bank
        ("044030653", "30101810500000000653"),  # North-West branch of Sberbank
        ("017003983", "40102810445370000059"),  # Federal Treasury, the single tax payment
        ("004525988", "40102810545370000003"),  # Federal Treasury, Moscow
    ],
)
def test_real_correspondent_accounts(bic: str, corr_account: str) -> None:
    assert identifiers.validate_corr_account(corr_account, bic) == corr_account
    for place in range(5, 20):
        wrong = f"{corr_account[:place]}{(int(corr_account[place]) + 1) % 10}{corr_account[place + 1 :]}"
        with pytest.raises(InvalidIdentifier):
            identifiers.validate_corr_account(wrong, bic)


def test_real_settlement_account() -> None:
    # An account of a charity in Raiffeisenbank, where it asks to send donations.
    assert identifiers.validate_account("40703 810 7 0000 1449489", "044525700") == "40703810700001449489"
    with pytest.raises(InvalidIdentifier) as refused:
        identifiers.validate_account("40703810700001449489", "044525225")
    assert (refused.value.code, refused.value.kind) == ("check_digit", "account")


def test_treasury_account_has_no_check_digit() -> None:
    # Where taxes are paid: the account published by the Federal Tax Service.
    assert identifiers.validate_account("03100643000000018500", "017003983") == "03100643000000018500"


def test_account_in_a_clearing_currency_has_a_letter() -> None:
    with_letter = [f"40702A10{check}00000000001" for check in range(10)]
    good = [account for account in with_letter if _passes(account, "044525225")]
    # "A" stands for 0, so exactly the account with 0 in its place and the same check digit passes as well.
    assert len(good) == 1
    assert _passes(good[0].replace("A", "0"), "044525225")


def _passes(account: str, bic: str) -> bool:
    try:
        identifiers.validate_account(account, bic)
    except InvalidIdentifier:
        return False
    return True


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("", "empty"),
        ("4070381070000144948", "length"),
        ("40703D10700001449489", "characters"),
        ("00000000000000000000", "shape"),
    ],
)
def test_wrong_accounts(account: str, code: str) -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        identifiers.validate_account(account, "044525700")
    assert refused.value.code == code


def test_wrong_bic_of_an_account_is_named() -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        identifiers.validate_account("40703810700001449489", "0445257")
    assert refused.value.kind == "bic"
    with pytest.raises(InvalidIdentifier) as refused:
        identifiers.validate_corr_account("40703810700001449489", "044525700")
    assert refused.value.kind == "corr_account"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("inn", "7707083893"),
        ("inn", "500100732259"),
        ("ogrn", "1027700132195"),
        ("ogrnip", "304500116000157"),
        ("snils", "11223344595"),
    ],
)
def test_most_single_mistakes_are_caught(kind: str, number: str) -> None:
    mistakes = [
        f"{number[:place]}{digit}{number[place + 1 :]}"
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]
    caught = 0
    for mistake in mistakes:
        try:
            validator(kind)(mistake)
        except InvalidIdentifier:
            caught += 1
    assert caught / len(mistakes) > 0.9


def test_forms_on_paper() -> None:
    assert identifiers.format_snils("11223344595") == "112-233-445 95"
    assert identifiers.format_passport("4508123456") == "45 08 123456"
    assert identifiers.is_inn_of_person("500100732259")
    assert not identifiers.is_inn_of_person("7707083893")


def test_noise_never_breaks_a_validator() -> None:
    dice = random.Random(4)
    alphabet = "0123456789 -.№AХ\x00\u202e٣①²½\n"
    kinds = ["inn", "kpp", "ogrn", "ogrnip", "snils", "bic", "passport", "passport_unit", "okved"]
    for _ in range(5000):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(24)))
        kind = dice.choice(kinds)
        try:
            normalised = validator(kind)(text)
        except InvalidIdentifier:
            continue
        assert normalised.isascii()
        assert validator(kind)(normalised) == normalised

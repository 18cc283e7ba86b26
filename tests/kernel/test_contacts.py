"""Contacts taken out of texts leave nothing behind."""

import pytest

from femida.kernel.contacts import EMAIL_BLANK, PHONE_BLANK, blank_out


@pytest.mark.parametrize(
    ("text", "blanked", "phones", "emails"),
    [
        ("Звоните 8 916 555-01-37!", f"Звоните {PHONE_BLANK}!", ["79165550137"], []),
        ("a@mail.ru и b@mail.ru", f"{EMAIL_BLANK} и {EMAIL_BLANK}", [], ["a@mail.ru", "b@mail.ru"]),
        ("79161234567@mail.ru", EMAIL_BLANK, [], ["79161234567@mail.ru"]),
        ("8(916)555-01-37, a@b.ru", f"{PHONE_BLANK}, {EMAIL_BLANK}", ["79165550137"], ["a@b.ru"]),
        ("дело № 12/2026", "дело № 12/2026", [], []),
        ("", "", [], []),
    ],
)
def test_what_is_taken_out(text: str, blanked: str, phones: list[str], emails: list[str]) -> None:
    found = blank_out(text)
    assert found.text == blanked
    assert [number.e164 for number in found.phones] == phones
    assert [address.value for address in found.emails] == emails
    assert blank_out(found.text).text == found.text

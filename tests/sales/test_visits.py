"""Addresses of pages tell where an enquiry came from, and nothing of who sent it."""

import pytest

from femida.sales.leads.visits import safe_marks, safe_page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://site.example/razvod", "https://site.example/razvod"),
        ("https://site.example/a%20b/?utm_source=ya&x=1#f", "https://site.example/a%20b/?utm_source=ya"),
        ("https://site.example/?tel=%2B79165550137", "https://site.example/"),
        ("https://site.example/?utm_term=8+916+555-01-37&gclid=a1", "https://site.example/?gclid=a1"),
        ("https://site.example/79165550137/x", "https://site.example/…/x"),
        ("https://site.example/anna%40mail.ru", "https://site.example/…"),
        ("https://anna:1@site.example/", "https://site.example/"),
        ("Главная страница", "Главная страница"),
        ("звонили с 8 916 555-01-37", "…"),
        ("http://[::1", "…"),
        ("", ""),
    ],
)
def test_pages(given: str, kept: str) -> None:
    assert safe_page(given) == kept


def test_marks() -> None:
    given = {"utm_source": "yandex", "utm_term": "anna@mail.ru", "yclid": "1234567890123456789", "more": "1"}
    assert safe_marks(given) == {"utm_source": "yandex", "yclid": "1234567890123456789"}

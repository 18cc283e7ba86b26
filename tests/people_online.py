"""Browsers of employees, for tests of rooms' pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from femida.firm.staff.models import Employee


def browser(employee: Employee) -> Client:
    """A client that is signed in as the employee."""
    client = Client()
    client.force_login(employee.account, backend="femida.platform.accounts.backends.Backend")
    return client


def into(target: str) -> dict[str, str]:
    """The headers of a request of htmx that fills an element."""
    return {"HX-Request": "true", "HX-Target": target}


def page_of(answer: HttpResponse) -> str:
    """The words of a good answer."""
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()

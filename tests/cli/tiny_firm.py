"""A firm of a few rows with everything that a restore must bring back: contacts, files, money."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal

from django.db import connection

from femida.finance.ledger.chart import Code
from femida.finance.ledger.commands import open_chart
from femida.finance.ledger.posting import Line, post
from femida.firm.offices.models import Office
from femida.parties.registry.commands import register_party
from femida.parties.registry.models import ContactPoint
from femida.platform.core.actor import Actor
from femida.platform.files.commands import attach_file
from femida.platform.files.models import StoredFile
from femida.platform.files.queries import open_file
from tests.finance.ledger.book import acting

HOUSE = Actor.system("test")
PHONE, MAIL, PAPER = "+79123456789", "anna@kanareika.example", b"the paper of the client " * 9000


def build() -> None:
    """Make it, beside what `femida init` has made."""
    office = Office.objects.get()
    party = register_party(
        HOUSE, surname="Канарейкина", given_name="Анна", phones=[PHONE], emails=[MAIL], office_id=office.pk
    )
    attach_file(HOUSE, object_type="parties.party", object_id=party, name="паспорт.pdf", content=[PAPER])
    entity = office.legal_entity_id
    open_chart(HOUSE, legal_entity_id=entity)
    for amount in ("100.00", "250.50"):
        lines = [
            Line(account=Code.CASH, amount=Decimal(amount), party_id=party),
            Line(account=Code.ADVANCES, amount=-Decimal(amount), party_id=party),
        ]
        with acting():
            post(
                HOUSE, kind="payment", legal_entity_id=entity, office_id=office.pk,
                business_date=date(2026, 3, 10), lines=lines,
            )  # fmt: skip


def tell() -> None:
    """Print what a restored firm must know, read through the product's own ways."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a.code, sum(p.amount)::text FROM ledger_posting p "
                       "JOIN ledger_account a ON a.id = p.account_id GROUP BY 1 ORDER BY 1")  # fmt: skip
        money = cursor.fetchall()
    file = open_file(HOUSE, StoredFile.objects.get().pk)
    said = {
        "contacts": sorted(point.value().reveal() for point in ContactPoint.objects.all()),
        "paper": b"".join(file.read()) == PAPER,
        "money": money,
        "city": Office.objects.get().city,
    }
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")

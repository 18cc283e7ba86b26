"""Reads about invoices: positions, payments of the plan still to bill, and what the paper says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine, Subscription
from femida.finance.prints.pages import Buyer, Firm, InvoicePage, Position
from femida.firm.offices.models import LegalEntity, Office
from femida.kernel.payment_code import LONGEST, PaymentCode, build
from femida.parties.registry.models import Party
from femida.parties.requisites.models import Requisites
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract, Instalment

_UNITS: Final = {"service": "усл.", "hour": "ч", "month": "мес.", "document": "док.", "hearing": "засед."}


def lines_of(actor: Actor, invoice_id: int) -> list[InvoiceLine]:
    """The positions of an invoice that the actor may see."""
    return list(visible(actor, InvoiceLine).filter(invoice_id=invoice_id).order_by("number"))


def open_instalments(actor: Actor, contract_id: int) -> list[Instalment]:
    """The payments of the plan in force that no living invoice asks for, in their order."""
    billed = InvoiceInstalment.objects.filter(is_live=True).values("instalment_id")
    current = visible(actor, Instalment).filter(plan__contract_id=contract_id, plan__is_current=True)
    return list(current.exclude(pk__in=billed).order_by("number"))


def instalments_of(invoice_id: int) -> list[int]:
    """The payments of the plan that an invoice asks for: for the house, when money is allotted."""
    rows = InvoiceInstalment.objects.filter(invoice_id=invoice_id).order_by("instalment__number")
    return list(rows.values_list("instalment_id", flat=True))


def subscription_of(actor: Actor, contract_id: int) -> Subscription | None:
    """The monthly invoices of a contract, None when they were never set."""
    return visible(actor, Subscription).filter(contract_id=contract_id).first()


def code_of(invoice: Invoice, entity: LegalEntity) -> bytes:
    """The payment code of what an invoice still waits for: ГОСТ Р 56042-2014.

    Empty when there is nothing to pay or nowhere to. The names are shortened to what the standard takes:
    payee and bank are told by their numbers. Nothing of the payer is in it.
    """
    waits = invoice.state in (Invoice.State.ISSUED, Invoice.State.PART_PAID)
    if not waits or not entity.account or invoice.issued_on is None:
        return b""
    return build(
        PaymentCode(
            name=entity.short_name[: LONGEST["Name"]],
            account=entity.account,
            bank_name=entity.bank_name[: LONGEST["BankName"]].strip(),
            bic=entity.bic,
            corr_account=entity.corr_account,
            amount=invoice.amount - invoice.paid,
            fields={
                "Purpose": _purpose(invoice, invoice.issued_on)[: LONGEST["Purpose"]],
                "PayeeINN": entity.inn,
                "KPP": entity.kpp,
            },
        )
    )


def paper_of(invoice_id: int) -> InvoicePage:
    """What the printed invoice says: for the house, about an invoice that its reader may see.

    Of a payer who is an organisation stand the public numbers; the INN of a person is sealed and does not.
    The requisites are those of the day of printing. Raises Invoice.DoesNotExist.
    """
    invoice = Invoice.objects.get(pk=invoice_id)
    assert invoice.issued_on is not None
    entity = LegalEntity.objects.get(pk=invoice.legal_entity_id)
    assert invoice.office_id is not None
    phone = Office.objects.values_list("phone", flat=True).get(pk=invoice.office_id)
    number, signed_on = Contract.objects.values_list("number", "signed_on").get(pk=invoice.contract_id)
    return InvoicePage(
        number=invoice.number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        firm=our_side(entity, phone),
        buyer=_buyer(invoice.party_id),
        contract=f"Договор № {number} от {signed_on:%d.%m.%Y}" if signed_on else f"Договор № {number}",
        purpose=invoice.purpose,
        positions=[
            Position(
                name=line.name,
                quantity=line.quantity,
                unit=_UNITS[line.unit],
                price=line.price,
                vat_percent=line.vat_percent,
                vat=line.vat,
                amount=line.amount,
            )
            for line in InvoiceLine.objects.filter(invoice=invoice).order_by("number")
        ],
        paid=invoice.paid,
        code=code_of(invoice, entity),
    )


def our_side(entity: LegalEntity, phone: str = "") -> Firm:
    """Our side on paper; the signatory may not be set up yet: its line stays for the hand then."""
    return Firm(
        name=entity.short_name,
        inn=entity.inn,
        kpp=entity.kpp,
        address=entity.address,
        phone=phone,
        bank_name=entity.bank_name,
        bic=entity.bic,
        account=entity.account,
        corr_account=entity.corr_account,
        head_post=entity.head_position,
        head_name=entity.head_name,
        accountant_name=entity.accountant_name,
    )


def _buyer(party_id: int) -> Buyer:
    party = Party.objects.get(pk=party_id)
    row = Requisites.objects.filter(party_id=party_id).first()
    if party.kind != Party.Kind.ORGANISATION or row is None:
        return Buyer(name=party.name)
    name = row.short_name or row.full_name or party.name
    return Buyer(name=name, inn=row.inn, kpp=row.kpp, address=row.legal_address)


def _purpose(invoice: Invoice, issued_on: date) -> str:
    """Number and day first: a bank may cut the end. VAT is said, as payment orders ask for."""
    vat = f"В т. ч. НДС {_comma(invoice.vat)}" if invoice.vat else "Без НДС"
    return f"Оплата по счёту № {invoice.number} от {issued_on:%d.%m.%Y}. {vat}. {invoice.purpose}"


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")

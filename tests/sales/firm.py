"""A small firm with its sales set up, for tests of sales."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from femida.firm.offices.models import Department, Office
from femida.firm.staff.models import Employee
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.sales.leads.commands import Registered, register_enquiry
from femida.sales.leads.preset import load_sales_preset
from femida.sales.sources.commands import add_source
from tests.firm.people import a_department, actor_of, an_employee, an_office, give

OPERATOR = {
    "leads__view": Scope.OWN,
    "leads__open": Scope.OWN,
    "leads__move": Scope.OWN,
    "leads__edit": Scope.OWN,
    "leads__qualify": Scope.OWN,
    "leads__refuse": Scope.OWN,
    "leads__take": Scope.OFFICE,
    "parties__view": Scope.OWN,
    "calls__record": Scope.OWN,
    "calls__view": Scope.OWN,
}
HEAD = {
    "leads__view": Scope.OFFICE,
    "leads__move": Scope.OFFICE,
    "leads__refuse": Scope.OFFICE,
    "leads__reassign": Scope.OFFICE,
    "leads__pass_gates": Scope.OFFICE,
    "parties__view": Scope.OFFICE,
    "parties__close": Scope.OFFICE,
    "deals__view": Scope.OFFICE,
}


@dataclass
class Firm:
    """One office with a call centre and a seller."""

    office: Office
    call_centre: Department
    sales: Department
    operator: Employee
    seller: Employee
    head: Employee
    source_id: int

    def enquiry(self, phone: str = "+79991234567", **values: object) -> Registered:
        """An enquiry from the site."""
        given = {"name": "Иван Петров", "text": "Нужна консультация"} | values
        return register_enquiry(
            Actor.integration(self.source_id), source_id=self.source_id, phones=[phone], **given
        )


def a_firm(name: str = "Москва") -> Firm:
    """Set up an office with people and the pipelines."""
    system = Actor.system("test")
    with translation.override("ru"):
        load_sales_preset(system)
    office = an_office(name)
    call_centre = a_department(office, "call_centre")
    sales = a_department(office, "sales")
    operator = an_employee(office, call_centre)
    give(operator, **OPERATOR)
    seller = an_employee(office, sales)
    give(seller, leads__view=Scope.OWN, deals__view=Scope.OWN, deals__move=Scope.OWN)
    head = an_employee(office, sales, status="on_leave")
    give(head, **HEAD)
    source = add_source(
        system,
        name=f"Сайт {name}",
        channel="online",
        office_id=office.pk,
        accepts_web=True,
        origins=["https://site.example"],
    )
    return Firm(office, call_centre, sales, operator, seller, head, source)


__all__ = ["Firm", "a_firm", "actor_of"]

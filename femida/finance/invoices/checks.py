"""Invariants of invoices."""

from femida.finance.invoices.models import Invoice
from femida.firm.offices.numbering import check_numbers
from femida.platform.core.verify import sql_check

_ALL = "SELECT count(*) FROM invoices_invoice"

sql_check(
    "invoices: the positions make the amount and its VAT",
    count=_ALL,
    broken="""
        SELECT 'finance.invoice:' || i.id FROM invoices_invoice i
          LEFT JOIN (SELECT invoice_id, sum(amount) AS amount, sum(vat) AS vat FROM invoices_invoiceline
                      GROUP BY invoice_id) l ON l.invoice_id = i.id
         WHERE i.amount <> coalesce(l.amount, 0) OR i.vat <> coalesce(l.vat, 0)
    """,
)
check_numbers("invoices: numbers have no gaps", "finance.invoice", Invoice)
sql_check(
    "invoices: a payment of a plan is billed by invoices that live, and by one",
    count="SELECT count(*) FROM invoices_invoiceinstalment",
    broken="""
        SELECT 'finance.invoice:' || i.id FROM invoices_invoiceinstalment b
          JOIN invoices_invoice i ON i.id = b.invoice_id
          JOIN contracts_instalment t ON t.id = b.instalment_id
          JOIN contracts_planversion p ON p.id = t.plan_id
         WHERE b.is_live <> (i.void_reason = '') OR p.contract_id <> i.contract_id
        UNION ALL
        SELECT 'contracts.instalment:' || b.instalment_id FROM invoices_invoiceinstalment b
         WHERE b.is_live GROUP BY b.instalment_id HAVING count(*) > 1
    """,
)
sql_check(
    "invoices: an invoice is of its contract's side and stands behind its walls",
    count=_ALL,
    broken="""
        SELECT 'finance.invoice:' || i.id FROM invoices_invoice i
          JOIN contracts_contract c ON c.id = i.contract_id
          JOIN registry_party client ON client.id = c.party_id
          JOIN registry_party payer ON payer.id = i.party_id
         WHERE i.legal_entity_id <> c.legal_entity_id
            OR i.wall_id IS DISTINCT FROM coalesce(client.wall_id, payer.wall_id)
    """,
)

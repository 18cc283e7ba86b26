"""What the database itself holds of invoices: sums of positions, their VAT; and the field history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory

LINES = """
ALTER TABLE invoices_invoiceline ADD CONSTRAINT invoices_line_amount_follows
  CHECK (amount = round(quantity * price, 2));
ALTER TABLE invoices_invoiceline ADD CONSTRAINT invoices_line_vat_follows
  CHECK (vat = CASE WHEN vat_percent IS NULL THEN 0
                    ELSE round(amount * vat_percent / (100 + vat_percent), 2) END);
"""
LINES_BACK = """
ALTER TABLE invoices_invoiceline DROP CONSTRAINT invoices_line_amount_follows;
ALTER TABLE invoices_invoiceline DROP CONSTRAINT invoices_line_vat_follows;
"""

# Looked at when the transaction ends: in its middle positions and sums are changed one after another.
FUNCTION = """
CREATE FUNCTION invoices_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched jsonb := to_jsonb(coalesce(NEW, OLD));
  wanted bigint := CASE TG_TABLE_NAME
    WHEN 'invoices_invoice' THEN (touched->>'id')::bigint ELSE (touched->>'invoice_id')::bigint END;
  asked invoices_invoice%ROWTYPE;
  lines record;
BEGIN
  SELECT * INTO asked FROM invoices_invoice WHERE id = wanted;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(vat), 0) AS vat INTO lines
    FROM invoices_invoiceline WHERE invoice_id = wanted;
  IF lines.amount <> asked.amount OR lines.vat <> asked.vat THEN
    RAISE EXCEPTION 'invoice %: positions make %, VAT %, the invoice says %, VAT %',
      wanted, lines.amount, lines.vat, asked.amount, asked.vat
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoices_lines_make_amount';
  END IF;
  RETURN NULL;
END $$;
"""
TABLES = ("invoices_invoice", "invoices_invoiceline")
TRIGGERS = "".join(
    f"""
CREATE CONSTRAINT TRIGGER {table}_adds_up AFTER INSERT OR UPDATE OR DELETE ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoices_adds_up();
"""
    for table in TABLES
)
TRIGGERS_BACK = "".join(f"DROP TRIGGER {table}_adds_up ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Puts constraints and triggers on the tables."""

    dependencies = [("invoices", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        migrations.RunSQL(LINES, LINES_BACK),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION invoices_adds_up()"),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
        TrackHistory("invoices_invoice", skip=("draft_key", "issue_key")),
        TrackHistory("invoices_invoiceline"),
        TrackHistory("invoices_invoiceinstalment"),
        TrackHistory("invoices_subscription"),
    ]

"""What the database itself holds of contracts: sums of lines, plans that add up; and the field history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory

LINES = """
ALTER TABLE contracts_contractline ADD CONSTRAINT contracts_line_discount_follows
  CHECK (discount = round(round(quantity * price, 2) * discount_percent / 100, 2));
ALTER TABLE contracts_contractline ADD CONSTRAINT contracts_line_amount_follows
  CHECK (amount = round(quantity * price, 2) - discount);
"""
LINES_BACK = """
ALTER TABLE contracts_contractline DROP CONSTRAINT contracts_line_discount_follows;
ALTER TABLE contracts_contractline DROP CONSTRAINT contracts_line_amount_follows;
"""

# Looked at when the transaction ends: in its middle lines, plan and amount are changed one after another.
FUNCTION = """
CREATE FUNCTION contracts_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched jsonb := to_jsonb(coalesce(NEW, OLD));
  wanted bigint := CASE TG_TABLE_NAME
    WHEN 'contracts_contract' THEN (touched->>'id')::bigint
    WHEN 'contracts_instalment' THEN
      (SELECT contract_id FROM contracts_planversion WHERE id = (touched->>'plan_id')::bigint)
    ELSE (touched->>'contract_id')::bigint END;
  sold contracts_contract%ROWTYPE;
  lines numeric;
  current_plan bigint;
  planned numeric;
BEGIN
  SELECT * INTO sold FROM contracts_contract WHERE id = wanted;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT coalesce(sum(amount), 0) INTO lines FROM contracts_contractline WHERE contract_id = wanted;
  IF lines <> sold.amount THEN
    RAISE EXCEPTION 'contract %: lines make %, the amount is %', wanted, lines, sold.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_lines_make_amount';
  END IF;
  SELECT id INTO current_plan FROM contracts_planversion WHERE contract_id = wanted AND is_current;
  IF current_plan IS NULL THEN
    IF sold.state = 'registered' THEN
      RAISE EXCEPTION 'contract %: registered without a plan', wanted
        USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_plan_there';
    END IF;
    RETURN NULL;
  END IF;
  SELECT coalesce(sum(amount), 0) INTO planned FROM contracts_instalment WHERE plan_id = current_plan;
  IF planned <> sold.amount THEN
    RAISE EXCEPTION 'contract %: the plan makes %, the amount is %', wanted, planned, sold.amount
      USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_plan_makes_amount';
  END IF;
  RETURN NULL;
END $$;
"""
TABLES = ("contracts_contract", "contracts_contractline", "contracts_planversion", "contracts_instalment")
TRIGGERS = "".join(
    f"""
CREATE CONSTRAINT TRIGGER {table}_adds_up AFTER INSERT OR UPDATE OR DELETE ON {table}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION contracts_adds_up();
"""
    for table in TABLES
)
TRIGGERS_BACK = "".join(f"DROP TRIGGER {table}_adds_up ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    """Puts constraints and triggers on the tables."""

    dependencies = [("contracts", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        migrations.RunSQL(LINES, LINES_BACK),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION contracts_adds_up()"),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
        TrackHistory("contracts_contract", skip=("draft_key", "register_key")),
        TrackHistory("contracts_contractline"),
        TrackHistory("contracts_contractparty"),
        TrackHistory("contracts_planversion"),
        TrackHistory("contracts_instalment"),
    ]

"""What the database itself holds of certificates of work; and the field history of the room's tables."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory

# The contract's row is locked, so that two certificates over what is left wait for each other.
WITHIN = """
CREATE FUNCTION execution_certificates_fit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  whole numeric;
  standing text;
  certified numeric;
BEGIN
  SELECT amount, state INTO whole, standing
    FROM contracts_contract WHERE id = NEW.contract_id FOR NO KEY UPDATE;
  IF standing <> 'registered' THEN
    RAISE EXCEPTION 'contract %: it is %, nothing of it is certified', NEW.contract_id, standing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'execution_certificates_of_registered';
  END IF;
  SELECT coalesce(sum(amount), 0) INTO certified FROM execution_certificate
   WHERE contract_id = NEW.contract_id AND state <> 'void';
  IF certified > whole THEN
    RAISE EXCEPTION 'contract %: certified %, the amount is %', NEW.contract_id, certified, whole
      USING ERRCODE = 'check_violation', CONSTRAINT = 'execution_certificates_within_contract';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER execution_certificate_fits AFTER INSERT OR UPDATE OF amount, contract_id
  ON execution_certificate FOR EACH ROW WHEN (NEW.state <> 'void')
  EXECUTE FUNCTION execution_certificates_fit();
"""
WITHIN_BACK = """
DROP TRIGGER execution_certificate_fits ON execution_certificate;
DROP FUNCTION execution_certificates_fit();
"""

STAYS = """
CREATE FUNCTION execution_certificate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'certificate %: numbers have no gaps', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'execution_certificate_kept';
  END IF;
  IF OLD.state = 'void' OR (OLD.state = 'signed' AND NEW.state = 'draft')
     OR (OLD.was_signed AND NOT NEW.was_signed)
     OR (OLD.state = 'signed' AND
         (NEW.amount, NEW.contract_id, NEW.party_id, NEW.legal_entity_id, NEW.dated_on, NEW.signed_on)
         IS DISTINCT FROM
         (OLD.amount, OLD.contract_id, OLD.party_id, OLD.legal_entity_id, OLD.dated_on, OLD.signed_on))
     OR (NEW.number, NEW.number_year, NEW.number_order, NEW.office_id)
        IS DISTINCT FROM (OLD.number, OLD.number_year, OLD.number_order, OLD.office_id) THEN
    RAISE EXCEPTION 'certificate %: what is signed or numbered stays', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'execution_certificate_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER execution_certificate_kept BEFORE UPDATE OR DELETE ON execution_certificate
  FOR EACH ROW EXECUTE FUNCTION execution_certificate_stays();
"""
STAYS_BACK = """
DROP TRIGGER execution_certificate_kept ON execution_certificate;
DROP FUNCTION execution_certificate_stays();
"""


class Migration(migrations.Migration):
    """Puts triggers on the tables."""

    dependencies = [("execution", "0003_constraints"), ("journal", "0002_field_change_trigger")]

    operations = [
        migrations.RunSQL(WITHIN, WITHIN_BACK),
        migrations.RunSQL(STAYS, STAYS_BACK),
        TrackHistory("execution_execution", skip=("stage_since", "due_at")),
        TrackHistory("execution_returnreason"),
        TrackHistory("execution_workstage", skip=("due_at",)),
        TrackHistory("execution_stageexpense"),
        TrackHistory("execution_actiontype", skip=("name_key",)),
        TrackHistory("execution_actiontypeservice"),
        TrackHistory("execution_caseaction"),
        TrackHistory("execution_certificate", skip=("draft_key",)),
    ]

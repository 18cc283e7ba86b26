"""What the database itself holds of documents: files of versions that never change; and the field history."""

from django.db import migrations

from femida.platform.journal.history import TrackHistory

# A published template is what documents were made from, a version what somebody signed.
FROZEN = """
CREATE FUNCTION documents_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  may_change text[] := string_to_array(TG_ARGV[0], ',');
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% %: versions are never deleted', TG_TABLE_NAME, OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
  END IF;
  IF (to_jsonb(OLD) - may_change) IS DISTINCT FROM (to_jsonb(NEW) - may_change) THEN
    RAISE EXCEPTION '% %: a version is never changed', TG_TABLE_NAME, OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION documents_state_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ((OLD.state, NEW.state) IN (('draft', 'published'), ('draft', 'retired'), ('published', 'retired'))) THEN
    RAISE EXCEPTION 'template version %: % does not become %', OLD.id, OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'documents_state_goes_on';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER documents_templateversion_frozen BEFORE UPDATE OR DELETE ON documents_templateversion
  FOR EACH ROW EXECUTE FUNCTION documents_frozen('state,published_at');
CREATE TRIGGER documents_templateversion_goes_on BEFORE UPDATE ON documents_templateversion
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION documents_state_goes_on();
CREATE TRIGGER documents_documentversion_frozen BEFORE UPDATE OR DELETE ON documents_documentversion
  FOR EACH ROW EXECUTE FUNCTION documents_frozen('pdf_id,pdf_state,pdf_note');
"""
FROZEN_BACK = """
DROP TRIGGER documents_documentversion_frozen ON documents_documentversion;
DROP TRIGGER documents_templateversion_goes_on ON documents_templateversion;
DROP TRIGGER documents_templateversion_frozen ON documents_templateversion;
DROP FUNCTION documents_state_goes_on();
DROP FUNCTION documents_frozen();
"""


class Migration(migrations.Migration):
    """Puts triggers on the tables."""

    dependencies = [("documents", "0001_initial"), ("journal", "0002_field_change_trigger")]

    operations = [
        migrations.RunSQL(FROZEN, FROZEN_BACK),
        TrackHistory("documents_documenttype"),
        TrackHistory("documents_template"),
        TrackHistory("documents_templateservice"),
        TrackHistory("documents_templateversion"),
        TrackHistory("documents_document"),
        TrackHistory("documents_documentversion", skip=("key",)),
    ]

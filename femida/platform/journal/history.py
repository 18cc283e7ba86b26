"""Field history: one generic trigger, put on tables by migrations."""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION femida_field_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
  after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
  skipped text[] := string_to_array(TG_ARGV[0], ',');
  secret text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
  INSERT INTO journal_fieldchange
    (at, act_id, actor, database_role, address, "table", "row", field, old, new)
  SELECT clock_timestamp(),
         nullif(current_setting('femida.act', true), '')::uuid,
         coalesce(current_setting('femida.actor', true), ''),
         current_user,
         coalesce(host(inet_client_addr()), ''),
         TG_TABLE_NAME,
         coalesce((after->>'id')::bigint, (before->>'id')::bigint),
         k,
         CASE WHEN k = ANY(secret) THEN NULL ELSE before->k END,
         CASE WHEN k = ANY(secret) THEN NULL ELSE after->k END
    FROM jsonb_object_keys(CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END) AS k
   WHERE k <> ALL(skipped)
     AND before->k IS DISTINCT FROM after->k
     AND (TG_OP = 'UPDATE' OR coalesce(after->k, before->k) NOT IN ('null'::jsonb, '""'::jsonb));
  RETURN NULL;
END $$;
"""


class TrackHistory(migrations.RunSQL):
    """Migration operation: keep the field history of a table.

    `skip` names columns that are not worth keeping (counters, generated columns); of `secret` columns
    only the fact that they changed is kept. Creation is not tracked: the fact of it is in the journal,
    and the first values follow from the first changes.
    """

    def __init__(self, table: str, *, skip: tuple[str, ...] = (), secret: tuple[str, ...] = ()) -> None:
        skipped = ",".join(("id", "version", *skip))
        super().__init__(
            sql=(
                f"CREATE TRIGGER {table}_history AFTER UPDATE OR DELETE ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION femida_field_change('{skipped}', '{','.join(secret)}')"
            ),
            reverse_sql=f"DROP TRIGGER {table}_history ON {table}",
        )
        self.table = table

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Written by hand in migrations; never produced by makemigrations."""
        return (self.__class__.__name__, [self.table], {})

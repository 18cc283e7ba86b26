"""Puts a table that policies are made of under the mark of the rights."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL


class WatchRights(RunSQL):
    """A committed change of the table, or of some of its columns, draws a new mark of the rights."""

    def __init__(self, table: str, *, columns: Sequence[str] = ()) -> None:
        of = f" OF {', '.join(columns)}" if columns else ""
        super().__init__(
            f"CREATE CONSTRAINT TRIGGER {table}_rights AFTER INSERT OR UPDATE{of} OR DELETE ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_rights_changed()",
            f"DROP TRIGGER {table}_rights ON {table}",
        )

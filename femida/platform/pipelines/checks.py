"""Invariants of the pipelines."""

from __future__ import annotations

from django.db import connection

from femida.platform.core.verify import Verdict, check
from femida.platform.objects.types import object_types
from femida.platform.pipelines.models import Staged


@check("pipelines: each object stands where its last stage change put it")
def stages_agree() -> Verdict:
    """Compare every staged table with `stage_change`, in both directions."""
    looked, wrong = 0, []
    for object_type in object_types:
        if not issubclass(object_type.model, Staged):
            continue
        table = object_type.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                SELECT count(*), array_remove(array_agg(CASE WHEN last.to_stage_id IS DISTINCT FROM t.stage_id
                       THEN t.id END), NULL)
                  FROM {table} t LEFT JOIN LATERAL (
                    SELECT c.to_stage_id FROM pipelines_stagechange c
                     WHERE c.object_type = %s AND c.object_id = t.id ORDER BY c.at DESC, c.id DESC LIMIT 1
                  ) last ON true
                """,  # noqa: S608  # the table's name comes from the model
                [object_type.key],
            )
            count, ids = cursor.fetchone()
        looked += int(count)
        wrong += [f"{object_type.key}:{pk}" for pk in (ids or [])[:20]]
    return Verdict(looked, tuple(wrong[:20]))

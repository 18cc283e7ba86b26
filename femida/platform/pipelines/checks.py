"""Invariants of the pipelines."""

from __future__ import annotations

from django.db import connection
from django.db.models import OuterRef, Subquery

from femida.platform.core.verify import Verdict, check
from femida.platform.objects.types import object_types
from femida.platform.pipelines.models import Staged, Timer


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


@check("pipelines: each object stands in a stage of a pipeline of its own type")
def stages_are_of_the_type() -> Verdict:
    """A lead in a stage of deals would be on no board."""
    looked, wrong = 0, []
    for object_type in object_types:
        if not issubclass(object_type.model, Staged):
            continue
        rows = object_type.model._default_manager
        looked += rows.count()
        strangers = rows.exclude(stage__pipeline__object_type=object_type.key).values_list("pk", flat=True)
        wrong += [f"{object_type.key}:{pk}" for pk in strangers[:20]]
    return Verdict(looked, tuple(wrong[:20]))


@check("pipelines: a timer that is set waits where its object stands")
def timers_fit() -> Verdict:
    """A timer of a stage that was left is dropped with the move."""
    looked, wrong = 0, []
    for object_type in object_types:
        if not issubclass(object_type.model, Staged):
            continue
        timers = Timer.objects.filter(object_type=object_type.key, state=Timer.State.SET)
        looked += timers.count()
        stages = object_type.model._default_manager.filter(pk=OuterRef("object_id")).values("stage_id")
        lost = timers.exclude(stage_id=Subquery(stages)).values_list("object_id", flat=True)
        wrong += [f"{object_type.key}:{pk}" for pk in lost[:20]]
    return Verdict(looked, tuple(wrong[:20]))

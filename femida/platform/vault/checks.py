"""Invariants of the vault that `femida verify` and `femida doctor` look at."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.models import Model

from femida.platform.core.verify import Verdict, check
from femida.platform.vault.keys import KeyKind, UnableToUseKeys, keyring, make_keys
from femida.platform.vault.marks import mark_problems
from femida.platform.vault.models import VaultValue
from femida.platform.vault.sealed import UnableToOpen

_INDEXES = """
SELECT i.indexrelid::regclass::text, am.amname, a.attname, format_type(a.atttypid, NULL)
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am am ON am.oid = c.relam
  JOIN pg_attribute a ON a.attrelid = i.indexrelid
 WHERE i.indrelid = %s::regclass
"""

# Kinds of columns whose comparisons PostgreSQL may use before a row policy: they tell nothing of a row.
PLAIN_TYPES = frozenset({
    "bytea", "bigint", "integer", "smallint", "boolean", "character varying", "text",
    "timestamp with time zone", "date",
})  # fmt: skip


def vault_tables() -> list[type[Model]]:
    """All models that keep sealed values."""
    return [model for model in apps.get_models() if issubclass(model, VaultValue)]


@check("vault: no index that a row policy would switch off")
def no_leaking_indexes() -> Verdict:
    """Vault tables have B-tree indexes over plain columns only: no trigram, JSON or numeric one."""
    looked, wrong = 0, []
    for model in vault_tables():
        with connection.cursor() as cursor:
            cursor.execute(_INDEXES, [model._meta.db_table])
            for name, method, column, type_name in cursor.fetchall():
                looked += 1
                if method != "btree" or type_name not in PLAIN_TYPES:
                    wrong.append(f"{name}: {method} over {column} ({type_name})")
    return Verdict(looked, tuple(wrong[:20]))


@check("vault: every value has a key")
def every_value_has_a_key() -> Verdict:
    """No stored value names an encryption key that this installation does not have."""
    present = [key.version for key in keyring().of(KeyKind.ENCRYPTION)]
    looked, wrong = 0, []
    for model in vault_tables():
        rows = model._default_manager
        looked += rows.count()
        lost = rows.exclude(key_version__in=present).values_list("pk", "key_version")[:20]
        wrong += [f"{model._meta.label} {pk}: key {version}" for pk, version in lost]
    return Verdict(looked, tuple(wrong[:20]))


def unreadable_values(sample: int) -> list[str]:
    """Of the newest values of each vault table, those that do not open."""
    wrong = []
    for model in vault_tables():
        for row in model._default_manager.order_by("-pk")[:sample]:
            try:
                row.value()  # type: ignore[attr-defined]
            except UnableToOpen:
                wrong.append(f"{model._meta.label} {row.pk} does not open")
    return wrong


def key_problems() -> list[str]:
    """What is wrong with the keys and how to mend it, for `femida doctor`; empty when all is well."""
    try:
        ring = make_keys()
    except UnableToUseKeys as problem:
        return [str(problem)]
    return mark_problems([key for kind in KeyKind for key in ring.of(kind)])

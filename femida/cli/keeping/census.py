"""What is in the database, counted in one snapshot: what a backup carries and a restore compares."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from psycopg import sql

Link = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Census:
    """Rows by table, sums by name, applied migrations, marks of keys."""

    counts: dict[str, int]
    sums: dict[str, dict[str, str]]
    migrations: list[tuple[str, str]]
    keys: list[tuple[str, int, str]]

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Census:
        """Read back from a manifest."""
        return cls(
            counts={str(name): int(count) for name, count in said["counts"].items()},
            sums={str(name): dict(rows) for name, rows in said["sums"].items()},
            migrations=[(str(app), str(name)) for app, name in said["migrations"]],
            keys=[(str(kind), int(version), str(mark)) for kind, version, mark in said["keys"]],
        )

    def differences(self, other: Census) -> list[str]:
        """What differs in counts and sums, a line each."""
        lines = []
        for name in sorted(self.counts.keys() | other.counts.keys()):
            ours, theirs = self.counts.get(name), other.counts.get(name)
            if ours != theirs:
                lines.append(f"{name}: {ours} rows in the backup, {theirs} in the database")
        for name in sorted(self.sums.keys() & other.sums.keys()):
            if self.sums[name] != other.sums[name]:
                lines.append(f"{name}: the sums differ")
        return lines


def take_census(link: Link) -> Census:
    """Count everything that the link's transaction sees; Django must be up, its rooms bring the sums."""
    from django.utils.module_loading import autodiscover_modules

    from femida.platform.core.verify import totals

    autodiscover_modules("checks")
    return Census(
        counts=count_rows(link),
        sums={
            name: {str(key): str(value) for key, value in link.execute(query)}
            for name, query in totals.items()
        },
        migrations=[
            (str(app), str(name))
            for app, name in link.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        ],
        keys=[
            (str(kind), int(version), str(mark))
            for kind, version, mark in link.execute(
                "SELECT kind, version, fingerprint FROM vault_keymark ORDER BY kind, version"
            )
        ],
    )


def count_rows(link: Link) -> dict[str, int]:
    """Rows of every table."""
    names = [
        row[0]
        for row in link.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"
        )
    ]
    counts = {}
    for name in names:
        row = link.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts

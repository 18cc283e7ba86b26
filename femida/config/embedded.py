"""Where the embedded PostgreSQL of a data folder lives. Paths only: nothing is started here.

Settings, the supervisor and the tests all ask this module, so they always mean the same server.
The answer depends on the data folder alone, not on who asks or when.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

DATABASE = "femida"
OWNER_ROLE = "femida_owner"
APP_ROLE = "femida_app"
SUPERUSER_ROLE = "postgres"
PORT = 5432

STATISTICS_SCHEMA = "femida_statistics"
"""Where pg_stat_statements lives: outside of the schema that a restore empties."""

SYSTEM_FOLDER = Path("/var/lib/femida")
"""Used as root only, when the system user cannot reach the data folder or the programs."""

# A socket's path may hold 107 bytes; "/.s.PGSQL.5432.lock" takes 19 of them.
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class Layout:
    """The folders of one embedded server."""

    data: Path
    folder: Path
    """Everything of the server, in the data folder or, as root, under SYSTEM_FOLDER."""
    sockets: Path

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def name(self) -> str:
        """The name of the server in its process titles: tells its processes from any other's."""
        return f"femida-{_digest(self.data)}"

    @property
    def lock(self) -> Path:
        """Held while the server is being started or stopped."""
        return self.data / "postgres.lock"

    @property
    def users(self) -> Path:
        """Held, shared, by every process that needs the server to go on running."""
        return self.data / "postgres.users"

    @property
    def marker(self) -> Path:
        """Names SYSTEM_FOLDER's part when the database does not lie in the data folder itself."""
        return self.data / "postgres.moved-to"


def layout(data: Path) -> Layout:
    """The layout of the server of a data folder that was already made, or of a new one."""
    data = data.resolve()
    own = layout_in(data, data / "postgres")
    if os.geteuid() == 0 and own.marker.exists():
        system = system_folder(data)
        if own.marker.read_text(encoding="utf-8").strip() == str(system):
            return layout_in(data, system)
    return own


def layout_in(data: Path, folder: Path) -> Layout:
    """The layout for a server whose folder is decided."""
    sockets = folder / "socket"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = _short_folder(data)
    return Layout(data=data, folder=folder, sockets=sockets)


def system_folder(data: Path) -> Path:
    """The folder for this data folder's server when the data folder itself cannot hold it."""
    return SYSTEM_FOLDER / _digest(data)


def _short_folder(data: Path) -> Path:
    if os.geteuid() == 0:
        return system_folder(data) / "socket"
    return Path("/tmp") / f"femida-{os.geteuid()}-{_digest(data)}"  # noqa: S108 - 0700, owner checked


def _digest(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]

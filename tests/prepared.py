"""A cluster as `femida migrate` leaves it, made once for a set of migrations and copied in a second.

Making the tables of a new installation takes most of its first start. Tests about something else begin
with this copy and go on from there by themselves: their own keys, their own `prepare`, their own firm.
The way from nothing is walked by those that are about it (`tests/cli/test_serving.py`,
`tests/cli/test_commands.py`, the first start of `tests/browser`).
"""

import fcntl
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

from femida.cli import postgres
from femida.cli.folders import make_data_folder
from femida.cli.programs import find_programs
from femida.config import embedded
from tests.databases import digest_of_migrations
from tests.processes import Installation, remove_data

NAME = "prepared_"


def prepare(installation: Installation) -> None:
    """Give a new installation its cluster: all tables, no rows of anybody, not running."""
    source = _template()
    make_data_folder(installation.data)
    # the place where a first start would make it
    layout = postgres._choose_place(installation.data, find_programs())
    _copy(source, layout.cluster)
    if layout.folder == embedded.system_folder(installation.data):
        layout.marker.write_text(f"{layout.folder}\n", encoding="utf-8")


def _template() -> Path:
    base = Path(settings.FEMIDA_DATA)
    base.mkdir(parents=True, exist_ok=True)
    template = base / f"{NAME}{digest_of_migrations()}"
    with (base / "prepared.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not template.exists():
            for old in base.glob(f"{NAME}*"):
                shutil.rmtree(old)
            _make(template)
    return template


def _make(template: Path) -> None:
    draft = Installation(template.with_name("prepared-draft"), template.with_name("prepared.log"))
    remove_data(draft.data)
    try:
        answer = draft.run("migrate")
        assert answer.returncode == 0, answer.stdout + answer.stderr
        half = template.with_name(f"{NAME}half")
        _copy(embedded.layout(draft.data).cluster, half)
        half.rename(template)
    finally:
        draft.destroy()


def _copy(source: Path, target: Path) -> None:
    # with owners and modes: the server's own user may not be ours
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)

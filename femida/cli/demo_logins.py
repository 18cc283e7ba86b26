"""The logins of the demonstration firm, kept beside its data so that every start can print them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo-logins.json"


@dataclass(frozen=True)
class DemoLogin:
    """One login of the demonstration firm; it works on loopback only."""

    role: str
    login: str
    password: str
    person: str


def save_logins(data: Path, logins: list[DemoLogin]) -> None:
    """Keep the logins for the next starts."""
    path = data / FILE
    path.write_text(
        json.dumps([asdict(login) for login in logins], ensure_ascii=False, indent=2) + "\n",
        encoding="utf-8",
    )
    path.chmod(0o600)


def print_logins(data: Path) -> None:
    """Print the logins of a demonstration firm, if this data folder holds one."""
    try:
        rows = json.loads((data / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    logins = [DemoLogin(**row) for row in rows]
    if not logins:
        return
    widths = [max(len(text) for text in column) for column in zip(*map(_cells, logins), strict=True)]
    print("Demonstration logins (on this machine only):")
    for login in logins:
        cells = [cell.ljust(width) for cell, width in zip(_cells(login), widths, strict=True)]
        print("  " + "  ".join(cells).rstrip())
    print(flush=True)


def _cells(login: DemoLogin) -> tuple[str, str, str, str]:
    return login.role, login.login, login.password, login.person

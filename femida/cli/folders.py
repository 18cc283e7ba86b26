"""The data folder: made once, private, and refused with a sentence when it cannot be used."""

import os
import stat
from pathlib import Path

from femida.config import embedded


class UnableToUseFolder(Exception):
    """A folder the product needs cannot be made, written or trusted."""


def make_data_folder(data: Path) -> None:
    """Make FEMIDA_DATA and its private parts; an existing folder keeps its mode.

    A new data folder made by root lets other users pass through (0711), never look inside:
    PostgreSQL refuses to run as root, so its own user must reach its part.
    """
    try:
        if not data.exists():
            data.mkdir(parents=True)
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for private in ("keys", "files", "run"):
            (data / private).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise UnableToUseFolder(
            f"The data folder {data} cannot be used: {error.strerror}. "
            "Run as the user who made it, or set FEMIDA_DATA to another folder."
        ) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise UnableToUseFolder(
            f"The data folder {data} belongs to another user. "
            "Run as the user who made it, or set FEMIDA_DATA to another folder."
        )


def make_system_folder() -> None:
    """Make SYSTEM_FOLDER, through which the system user reaches its own part; root only."""
    if not embedded.SYSTEM_FOLDER.exists():
        embedded.SYSTEM_FOLDER.mkdir(parents=True)
        # whatever the umask is
        embedded.SYSTEM_FOLDER.chmod(0o755)


def make_private_folder(folder: Path, owner: int, group: int) -> None:
    """Make a folder that only `owner` may enter, or check that an existing one is such.

    Raises UnableToUseFolder when it stands there under someone else's control: in a shared
    place like /tmp another user could have made it first.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if owner != os.geteuid():
            os.chown(folder, owner, group)
        return
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise UnableToUseFolder(f"{folder} belongs to another user; remove it or set FEMIDA_DATA elsewhere.")
    if stat.S_IMODE(found.st_mode) != 0o700:  # noqa: PLR2004 - the mode is the point
        folder.chmod(0o700)

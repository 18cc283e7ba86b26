"""LibreOffice as a converter: a process of its own for each document, watched and cleared away."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.practice.documents.adapters.port import UnableToConvert

LONGEST_SECONDS: Final = 90
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of ours, open to us only, is made in it
# No macros, no scripts, no links that are looked up, no news from the network.
_SWITCHES: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SWITCHES
    )
    + "</oor:items>"
)


class LibreOffice:
    """Converts by `soffice --headless`. The open text lies in memory where the system has such a folder."""

    name = "LibreOffice"

    def __init__(self, program: str, longest: float = LONGEST_SECONDS) -> None:
        self._program = program
        self._longest = longest

    def convert(self, data: bytes) -> bytes:
        """The PDF. Raises UnableToConvert when the program fails, says nothing or takes too long."""
        with TemporaryDirectory(prefix="femida-", dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
            root = Path(folder)
            source, target, profile = root / "document.docx", root / "document.pdf", root / "profile"
            source.write_bytes(data)
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
            self._run(root, source, profile)
            if not target.is_file():
                raise UnableToConvert(_("LibreOffice made no PDF of the document."))
            made = target.read_bytes()
        if not made.startswith(b"%PDF-"):
            raise UnableToConvert(_("LibreOffice made no PDF of the document."))
        return made

    def _run(self, root: Path, source: Path, profile: Path) -> None:
        arguments = [
            *(self._program, "--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--nofirststartwizard", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(root), str(source)),
        ]
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(root), "LANG": "C.UTF-8"}
        process = subprocess.Popen(
            arguments,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(self._longest)
        except subprocess.TimeoutExpired:
            raise UnableToConvert(_("LibreOffice took too long over the document.")) from None
        finally:
            _end_group(process)
        if code != 0:
            raise UnableToConvert(_("LibreOffice could not read the document."))


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the program with whatever it has started; soffice is a script around the program itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""The site's signing key: made at first start, kept in FEMIDA_DATA/keys, never in the database."""

import contextlib
import os
import secrets
from pathlib import Path

KEY_NAME = "django_secret_key"


def signing_key(data: Path) -> str:
    """The key that signs sessions and links of this installation; made when there is none."""
    path = data / "keys" / KEY_NAME
    with contextlib.suppress(FileNotFoundError):
        return path.read_text(encoding="ascii").strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{KEY_NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    try:
        # a link never overwrites: of two first starts at once, one key wins for both
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

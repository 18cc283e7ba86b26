"""Links to files: for one person, for five minutes."""

from __future__ import annotations

from typing import Final

from django.core import signing

from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import NotFound

LIVES_SECONDS: Final = 300
_SALT: Final = "femida.files.link"


def sign_link(actor: Actor, file_id: int) -> str:
    """A token for a file, good for this person and five minutes; it opens nothing by itself.

    Raises NotFound for those who are no person.
    """
    if actor.kind is not ActorKind.PERSON:
        raise NotFound
    return signing.dumps([file_id, actor.id], salt=_SALT)


def read_link(actor: Actor, token: str) -> int:
    """The file of a token. Raises NotFound for one that is old, altered or another person's."""
    try:
        file_id, person_id = signing.loads(token, salt=_SALT, max_age=LIVES_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound from None
    if actor.kind is not ActorKind.PERSON or person_id != actor.id:
        raise NotFound
    return int(file_id)

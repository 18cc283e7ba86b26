"""Who acts: the first argument of every command and of every read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class ActorKind(StrEnum):
    """The kinds of actors; the journal keeps the kind beside every fact."""

    PERSON = "person"
    SYSTEM = "system"
    RULE = "rule"
    INTEGRATION = "integration"
    PORTAL = "portal"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom and because of what.

    `id` is the account's id for a person, the source's id for an integration, the rule's id for a rule,
    and None for the system. `on_behalf_of` is the account of the person whose act led to this one.
    """

    kind: ActorKind
    id: int | None = None
    on_behalf_of: int | None = None
    because: str = ""

    @classmethod
    def person(cls, account_id: int) -> Actor:
        """A signed-in employee."""
        return cls(ActorKind.PERSON, account_id)

    @classmethod
    def anonymous(cls) -> Actor:
        """A visitor without an account: has no right at all."""
        return cls(ActorKind.ANONYMOUS)

    @classmethod
    def system(cls, because: str) -> Actor:
        """The house itself: jobs, set-up, timers. `because` names the cause."""
        return cls(ActorKind.SYSTEM, because=because)

    @classmethod
    def integration(cls, source_id: int, because: str = "") -> Actor:
        """An outside source with a key: has only the rights declared with `integrations=True`."""
        return cls(ActorKind.INTEGRATION, source_id, because=because)

    def as_system(self, because: str) -> Actor:
        """The system acting inside or after an act of this actor; the journal shows both."""
        person = self.id if self.kind is ActorKind.PERSON else self.on_behalf_of
        return Actor(ActorKind.SYSTEM, None, person, because)

    def with_cause(self, because: str) -> Actor:
        """The same actor with the cause noted."""
        return replace(self, because=because)

    @property
    def person_id(self) -> int | None:
        """The account that stands behind the act, if any."""
        return self.id if self.kind is ActorKind.PERSON else self.on_behalf_of

    def __str__(self) -> str:
        return f"{self.kind}:{self.id or '-'}"

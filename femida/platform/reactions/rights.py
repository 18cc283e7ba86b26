"""The scope of the reactions' own table."""

from femida.platform.access.scoping import Open, scope
from femida.platform.reactions.models import ReactionRun

scope(Open(ReactionRun, "numbers of facts and names of reactions; no page reads it"))

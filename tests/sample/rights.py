"""Rights and scopes of the sample."""

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Scoped, scope
from femida.platform.core.locks import RANKS
from tests.sample.models import Part, Thing

declare(Right("things.view", "See things"), Right("things.change", "Change things"))
scope(Scoped(Thing, "sample.thing", "things.view"))
scope(Child(Part, "thing", Thing))
RANKS["sample.thing"] = 20

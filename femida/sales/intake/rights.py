"""The scope of the intake's own table."""

from femida.platform.access.scoping import Open, scope
from femida.sales.intake.models import Hit

scope(Open(Hit, "counts of requests under a keyed digest; no page reads it"))

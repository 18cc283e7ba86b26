"""Who sees the row of the set-up, and locks it."""

from femida.firm.setup.models import FirmSetUp
from femida.platform.access.scoping import Open, scope

scope(Open(FirmSetUp, "the moment at which the firm was set up, and nothing else"))

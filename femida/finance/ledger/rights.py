"""Rights on the ledger and the scopes of its tables."""

from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.models import Account, Balance, Book, Entry, Period, Posting
from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, Scoped, scope

declare(
    Right("ledger.view", _("See entries of the ledger")),
    Right("ledger.open", _("Open the chart of accounts of a legal entity")),
    Right("ledger.close", _("Close months of the ledger for good")),
)

scope(Scoped(Entry, "finance.entry", "ledger.view", department="", wall=""))
scope(
    Scoped(
        Posting,
        "finance.posting",
        "ledger.view",
        office="entry__office_id",
        department="",
        wall="party__wall_id",
    )
)
# a balance gathers all offices of its entity, so only a right over the whole firm reaches it
scope(Scoped(Balance, "finance.balance", "ledger.view", office="", department="", wall="party__wall_id"))
scope(Open(Account, "names of the chart of accounts, without a sum"))
scope(Open(Book, "counts the entries of a legal entity; no page reads it"))
scope(Open(Period, "which months are closed: dates that everybody who posts is told"))

"""Rights on reports and the scope of their table."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, scope
from femida.platform.reports.models import SavedReport

declare(
    Right("reports.view", _("Open reports (the rows they count need rights of their own)")),
    Right("reports.export", _("Export reports to files")),
    Right("reports.share", _("Save variants of reports for everybody")),
)

scope(
    Open(SavedReport, "parameters of reports, read only by `saved_variants`: one's own and the shared ones")
)

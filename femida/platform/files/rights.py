"""Rights over files. Who sees an object sees its files."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Attached, scope
from femida.platform.files.models import StoredFile

declare(
    Right("files.attach", _("Attach files to what one sees")),
    Right("files.remove", _("Remove files")),
)
scope(Attached(StoredFile))

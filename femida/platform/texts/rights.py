"""Rights of texts and the scope of their rows."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Open, scope
from femida.platform.texts.models import TextTemplate

declare(
    Right("texts.change", _("Write and change templates of messages")),
)

scope(Open(TextTemplate, "words of the firm with empty places: there is nobody's data in them"))

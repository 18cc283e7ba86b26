"""The description of what came from outside: a list for administrators, without what stands in it."""

from django.utils.translation import gettext_lazy as _

from femida.platform.inbox.models import Message
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

MESSAGE = describe(
    ObjectType(
        key="inbox.message",
        model=Message,
        label=_("Incoming message"),
        plural=_("Incoming messages"),
        icon="mail",
        slug="inbox",
        view_right="intake.view",
        title="receipt",
        department=_("Administration"),
        nav_order=99,
        order=("-received_at", "-id"),
        fields=(
            Field("receipt", _("Receipt"), FieldType.TEXT),
            Field("channel", _("Channel"), FieldType.TEXT, groupable=True),
            Field(
                "state", _("State"), FieldType.CHOICE, groupable=True, choices=lambda: Message.State.choices
            ),
            Field("received_at", _("Received"), FieldType.MOMENT, sortable=True),
            Field("handled_at", _("Handled"), FieldType.MOMENT),
            Field("attempts", _("Attempts"), FieldType.NUMBER),
            Field("error_code", _("Reason of failure"), FieldType.TEXT),
        ),
        columns=("receipt", "channel", "state", "received_at", "handled_at", "attempts", "error_code"),
        quick_filters=(
            QuickFilter("failed", _("Failed"), {"field": "state", "op": "is", "value": "failed"}),
            QuickFilter("waiting", _("Waiting"), {"field": "state", "op": "is", "value": "received"}),
            QuickFilter("refused", _("Turned down"), {"field": "state", "op": "is", "value": "refused"}),
        ),
    )
)

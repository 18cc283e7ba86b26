"""What becomes of an enquiry from a site once it is safely stored."""

from __future__ import annotations

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.inbox.handlers import Handler, Incoming, Ref, handlers
from femida.sales.intake.reading import FORM, read
from femida.sales.leads.commands import register_enquiry

CHANNEL = "web"


def handle(actor: Actor, incoming: Incoming, body: bytes) -> Ref:
    """Register the enquiry; runs in the transaction that marks the message handled."""
    reading = read(incoming.content_type or FORM, body)
    if reading.errors:
        # read anew under stricter rules than when it came: a person looks at it
        raise Invalid(reading.sentences())
    done = register_enquiry(
        actor,
        source_id=incoming.source_id,
        name=reading.name,
        phones=reading.phones,
        emails=reading.emails,
        subject=reading.subject,
        text=reading.text,
        received_at=incoming.received_at,
        message_id=incoming.message_id,
        page=reading.page,
        campaign=reading.campaign,
        consent=reading.consent,
    )
    return Ref("sales.lead", done.lead_id)


handlers.register(CHANNEL, Handler(handle))

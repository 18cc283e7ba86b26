"""What sources bring to a firm's first day."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.firm.setup.ports import NextStep, next_steps
from femida.sales.sources.models import Source


def _has_sources() -> bool:
    return Source.objects.filter(accepts_web=True).exists()


next_steps.register(
    "sources",
    NextStep(
        "sources",
        _("Connect the site"),
        _("A source gives the address and the key for enquiries, and a ready form."),
        lambda: reverse("sources:list"),
        _has_sources,
        order=30,
    ),
)

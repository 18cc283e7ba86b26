"""Rights on services and the scopes of their tables."""

from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Right, declare
from femida.platform.access.scoping import Child, Open, Scoped, scope
from femida.practice.services.models import (
    Service,
    ServiceField,
    ServiceGroup,
    ServicePrice,
    ServiceVat,
    VatRate,
    WorkStageTemplate,
)

declare(
    Right("services.view", _("See services and their prices")),
    Right("services.change", _("Set up services and their prices")),
)

scope(Scoped(ServiceGroup, "practice.service_group", "services.view", office="", department="", wall=""))
scope(Scoped(Service, "practice.service", "services.view", office="", department="", wall=""))
for _model in (ServicePrice, ServiceVat, WorkStageTemplate, ServiceField):
    scope(Child(_model, "service", Service))
scope(Open(VatRate, "rates of the law, the same for everybody"))

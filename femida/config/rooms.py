"""The rooms of the house, floor by floor from below, inside a floor from left to right.

The order is the order of imports (see `.importlinter`), of demonstration data and of start-up.
"""

PLATFORM: list[str] = [
    "femida.platform.core",
    "femida.platform.accounts",
    "femida.platform.access",
    "femida.platform.jobs",
    "femida.platform.journal",
    "femida.platform.commands",
    "femida.platform.reactions",
    "femida.platform.vault",
    "femida.platform.files",
    "femida.platform.live",
    "femida.platform.ui",
    "femida.platform.objects",
    "femida.platform.conditions",
    "femida.platform.search",
    "femida.platform.pipelines",
    "femida.platform.texts",
    "femida.platform.notices",
    "femida.platform.screens",
    "femida.platform.inbox",
    "femida.platform.reports",
    "femida.platform.maintenance",
    "femida.platform.health",
    "femida.platform.bulk",
]

FIRM: list[str] = [
    "femida.firm.offices",
    "femida.firm.staff",
    "femida.firm.setup",
]

PARTIES: list[str] = [
    "femida.parties.registry",
    "femida.parties.requisites",
    "femida.parties.notes",
]

PLANNING: list[str] = [
    "femida.planning.tasks",
]

COMMS: list[str] = [
    "femida.comms.telephony",
]

SALES: list[str] = [
    "femida.sales.sources",
    "femida.sales.deals",
    "femida.sales.leads",
    "femida.sales.intake",
]

PRACTICE: list[str] = [
    "femida.practice.services",
    "femida.practice.contracts",
    "femida.practice.documents",
    "femida.practice.execution",
]

FINANCE: list[str] = [
    "femida.finance.ledger",
    "femida.finance.receivables",
    "femida.finance.prints",
    "femida.finance.invoices",
    "femida.finance.payments",
]

ANALYTICS: list[str] = [
    "femida.analytics.funnel",
    "femida.analytics.revenue",
    "femida.analytics.calls",
    "femida.analytics.director",
]

DESK: list[str] = [
    "femida.desk.help",
]

ROOMS = [*PLATFORM, *FIRM, *PARTIES, *PLANNING, *COMMS, *SALES, *PRACTICE, *FINANCE, *ANALYTICS, *DESK]

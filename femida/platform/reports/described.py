"""Descriptions of reports: which figures stand in one, by what they are grouped, how it opens first."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.access.policy import Policy
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.reports.datasets import measure_at
from femida.platform.reports.periods import Step

TIME = "time"
"""The dimension that every report has: the days of the rows, by the chosen step."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step of a funnel: how many went through it, and the money of it where there is some."""

    label: Text
    count: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A named report. Figures are full names of measures; the first open one is drawn first.

    With `steps` it is a funnel: the conversions between the counts of its steps follow. `has_records` marks
    the best step of all the past. `family` puts reports side by side as tabs, under `tab`.
    """

    key: str
    title: Text
    explains: Text
    dimensions: tuple[tuple[str, Text], ...]
    figures: tuple[str, ...] = ()
    steps: tuple[FunnelStep, ...] = ()
    section: Text = ""
    order: int = 100
    by: str = ""
    across: str = ""
    step: Step = Step.MONTH
    period: str = "this_month"
    has_records: bool = False
    family: str = ""
    tab: Text = ""
    icon: str = "chart-bar"

    @property
    def measures(self) -> tuple[str, ...]:
        """The full names of all its figures, in order."""
        of_steps = [name for step in self.steps for name in (step.count, step.amount) if name]
        return tuple(dict.fromkeys((*of_steps, *self.figures)))

    def open_measures(self, policy: Policy) -> tuple[str, ...]:
        """Those of them that the reader may see."""
        return tuple(name for name in self.measures if is_open(policy, name))

    def dimension_label(self, key: str) -> Text:
        """The label of one of its dimensions. Raises KeyError."""
        return dict(self.dimensions)[key]


def is_open(policy: Policy, name: str) -> bool:
    """Whether the reader may see a figure."""
    dataset, measure = measure_at(name)
    return dataset.is_open(policy, measure)


reports: Port[Report] = Port("report")


def report(described: Report) -> Report:
    """Register a report (called in a room's `reports.py`)."""
    return reports.register(described.key, described)


def open_reports(policy: Policy) -> list[Report]:
    """The reports of which the reader may see some figure, in their order."""
    found = [one for one in reports if one.open_measures(policy)]
    return sorted(found, key=lambda one: (one.order, one.key))

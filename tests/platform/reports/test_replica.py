"""Reports read where the judge of the replica says."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db.utils import ConnectionDoesNotExist

from femida.platform.reports import running
from tests.platform.reports.test_figures import COUNT, ask


def test_a_report_reads_from_the_database_that_is_named(house, monkeypatch):
    policy, question = ask(house.director)
    assert running.run(policy, question, [COUNT], []).total(COUNT) is not None

    @contextmanager
    def elsewhere():
        yield "replica-of-nobody"

    monkeypatch.setattr(running, "reading_from_replica", elsewhere)
    with pytest.raises(ConnectionDoesNotExist):
        running.run(policy, question, [COUNT], [])

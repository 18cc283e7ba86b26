"""Two operators of different offices, two open streams: an enquiry is told to the one it is for."""

import time

import pytest

from femida.config import embedded
from femida.platform.access.rights import Scope
from tests.faults.browser import Browser, Listener
from tests.faults.senders import Crowd
from tests.faults.served import ServedFirm
from tests.processes import wait_until

pytestmark = pytest.mark.faults

TOLD_WITHIN = 10.0


@pytest.fixture
def streams(firm: ServedFirm):
    opened = {
        login: Listener(Browser(firm).sign_in(login)) for login in ("operator.a", "operator.b", "head.b")
    }
    yield opened
    for stream in opened.values():
        stream.close()


def lead_of(firm: ServedFirm, crowd: Crowd) -> int:
    statement = "SELECT lead_id FROM leads_enquiry WHERE text LIKE %s"
    wait_until(lambda: firm.query(statement, f"знак-{crowd.run}-%"), 20, "the lead")
    return firm.number(statement, f"знак-{crowd.run}-%")


def enquire(firm: ServedFirm, office: str) -> int:
    """Send an enquiry to an office; the lead it made."""
    crowd = Crowd(firm, 1, 1, office=office)
    crowd.start()
    crowd.wait()
    return lead_of(firm, crowd)


def test_an_enquiry_is_told_to_its_own_office_only(firm: ServedFirm, streams: dict[str, Listener]) -> None:
    for_a = enquire(firm, "a")
    assert streams["operator.a"].wait_for("sales.lead", for_a, TOLD_WITHIN)
    # what was told later has passed by the others too
    for_b = enquire(firm, "b")
    assert streams["operator.b"].wait_for("sales.lead", for_b, TOLD_WITHIN)
    assert streams["head.b"].wait_for("sales.lead", for_b, TOLD_WITHIN)
    time.sleep(0.5)
    leads = {
        login: {pk for kind, pk in stream.heard() if kind == "sales.lead"}
        for login, stream in streams.items()
    }
    assert leads == {"operator.a": {for_a}, "operator.b": {for_b}, "head.b": {for_b}}


def test_twin_whoever_may_see_both_offices_hears_of_both(firm: ServedFirm) -> None:
    """The same ears with a wider right hear the foreign lead: the silence above is the policy's doing."""
    changed = (
        "UPDATE access_groupgrant SET scope = %s WHERE \"right\" = 'leads.view'"
        " AND group_id = (SELECT id FROM access_group WHERE key = 'operator')"
    )
    firm.query(changed, Scope.FIRM.value)
    try:
        stream = Listener(Browser(firm).sign_in("operator.b"))
        for_a = enquire(firm, "a")
        assert stream.wait_for("sales.lead", for_a, TOLD_WITHIN)
        stream.close()
    finally:
        firm.query(changed, Scope.OWN.value)


def test_streams_come_back_after_a_killed_database(firm: ServedFirm, streams: dict[str, Listener]) -> None:
    bidden = streams["operator.a"].said.count('"resync"')
    killed = firm.pid("postgres")
    firm.kill_whole_database()
    wait_until(lambda: firm.is_replaced("postgres", killed), 20, "PostgreSQL")
    firm.wait_whole()
    listening = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN femida_live%%' AND usename = %s"
    wait_until(
        lambda: firm.query(listening, embedded.APP_ROLE, role=embedded.SUPERUSER_ROLE),
        30,
        "the listening connection",
    )
    lead = enquire(firm, "a")
    stream = streams["operator.a"]
    assert stream.wait_for("sales.lead", lead, TOLD_WITHIN)
    assert stream.said.count('"resync"') > bidden
    assert not stream.ended

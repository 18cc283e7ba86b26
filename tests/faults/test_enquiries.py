"""Guarantees 1 and 5: what was acknowledged is there once, whatever is killed in the middle."""

import time

import psutil
import pytest

from tests.faults.senders import Crowd, Effects, effects_of
from tests.faults.served import ServedFirm, Watch, note
from tests.faults.sizes import BACK_WITHIN, BOTH, RESCUED_WITHIN, Size
from tests.faults.switches.middleware import ANSWER_EARLY, DIE_STORED
from tests.processes import wait_until

pytestmark = pytest.mark.faults


def kill_in_turn(firm: ServedFirm, crowd: Crowd, rounds: int) -> list[float]:
    """Kill web, worker and the whole database, spread over the crowd's work; the moments of the kills."""
    parts = ["web", "worker", "postgres"] * rounds
    moments = []
    for number, part in enumerate(parts, start=1):
        crowd.wait_for(number * crowd.enquiries // (len(parts) + 2))
        wait_until(lambda part=part: firm.has(part), BACK_WITHIN, f"a {part} to kill")
        moments.append(time.monotonic())
        if part == "postgres":
            firm.kill_whole_database()
        else:
            firm.kill(part)
    return moments


def wait_handled(firm: ServedFirm, *, by_the_clock: bool) -> float:
    """Wait until no message waits; the seconds it took."""
    watch = Watch()
    if not by_the_clock:
        wait_until(lambda: firm.takes_connections() and not firm.jobs("todo"), 60, "work on what is queued")
        firm.rescue()
    wait_until(lambda: is_done(firm), RESCUED_WITHIN + 30, "the end of all messages")
    return watch.seconds


def is_done(firm: ServedFirm) -> bool:
    return firm.takes_connections() and not firm.number(
        "SELECT count(*) FROM inbox_message WHERE state = 'received'"
    )


@pytest.mark.parametrize("size", BOTH)
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(firm: ServedFirm, size: Size) -> None:
    # besides the kills by hand, pages die in the moment when an enquiry is stored and not yet answered
    firm.switch(DIE_STORED, str(size.enquiries // 4))
    crowd = Crowd(firm, size.enquiries, size.clients)
    crowd.start()
    moments = kill_in_turn(firm, crowd, size.rounds)
    crowd.wait()
    back = [crowd.seconds_to_answer_after(moment) for moment in moments]
    seconds = wait_handled(firm, by_the_clock=size.waits_for_the_clock)
    effects = effects_of(crowd)
    note(
        f"guarantees 1, 5: {size.enquiries} enquiries, {crowd.clients} clients, {len(moments)} kills,"
        f" {crowd.repeats} repeats: {effects};"
        f" back after at most {max(back)} s, all handled after {seconds} s"
    )
    assert effects == Effects(lost=0, doubled=0, messages=size.enquiries, handled=size.enquiries)
    assert crowd.repeats > 0, "no client ever had to repeat: the kills met nobody"
    assert max(back) <= BACK_WITHIN
    assert firm.number(
        "SELECT count(*) FROM leads_lead l JOIN leads_enquiry e ON e.lead_id = l.id WHERE e.text LIKE %s",
        f"знак-{crowd.run}-%",
    ) == len(crowd.marks)
    verified = firm.run("verify")
    assert verified.returncode == 0, verified.stdout


def test_twin_without_a_key_enquiries_are_doubled(firm: ServedFirm) -> None:
    firm.switch(DIE_STORED, "12")
    crowd = Crowd(firm, 24, 8, with_key=False)
    crowd.start()
    crowd.wait()
    firm.switch_all_off()
    wait_handled(firm, by_the_clock=False)
    effects = effects_of(crowd)
    assert effects.doubled > 0
    assert effects.lost == 0


def test_twin_thanks_before_storing_loses_enquiries(firm: ServedFirm) -> None:
    firm.switch(ANSWER_EARLY, "1.5")
    crowd = Crowd(firm, 24, 8)
    crowd.start()
    crowd.wait()
    web = psutil.Process(firm.pid("web"))
    for process in [web, *web.children(recursive=True)]:
        process.kill()
    firm.switch_all_off()
    firm.wait_whole()
    wait_handled(firm, by_the_clock=False)
    effects = effects_of(crowd)
    assert effects.lost > 0
    assert effects.doubled == 0


def test_twin_a_database_that_does_not_wait_for_its_log_loses_enquiries(firm: ServedFirm) -> None:
    """Two settings less, and the first kill takes with it what has been acknowledged."""
    careless = {"synchronous_commit": "off", "wal_writer_delay": "10s"}
    with firm.database_settings(**careless):
        crowd = Crowd(firm, 24, 8)
        crowd.start()
        crowd.wait()
        firm.kill_whole_database()
    firm.wait_whole()
    wait_handled(firm, by_the_clock=False)
    effects = effects_of(crowd)
    assert effects.lost > 0
    assert effects.messages < crowd.enquiries

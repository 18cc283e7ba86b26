"""The first start of the demonstration firm: whole or not at all, told once to who started it."""

import json

import pytest

from femida.cli import demo
from tests.processes import Installation, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def installation(served: Installation | None) -> Installation:
    if served is None:
        pytest.skip("the walked installation was started by somebody else")
    return served


def test_a_load_killed_half_way_is_done_again_from_nothing_and_once(installation):
    logins = json.loads((installation.data / "demo-logins.json").read_text(encoding="utf-8"))
    assert len({login["role"] for login in logins}) == len(logins) >= 10
    left = installation.python(
        "from femida.platform.accounts.models import User\nprint(User.objects.filter(login='half').count())"
    )
    assert left.stdout.strip() == "0"
    # printed for the person who started it, with the address
    wait_until(lambda: logins[0]["password"] in installation.said(), 5, "the logins")
    # and only once
    again = installation.run("demo")
    assert again.returncode == 1
    assert "already" in again.stdout
    assert installation.run("demo", "--if-empty").stdout == ""
    assert not demo.unfinished_mark(installation.data).exists()

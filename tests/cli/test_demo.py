"""The demonstration firm: whole or not at all, and the same each time."""

import json

import pytest

from femida.cli import demo
from tests.processes import Installation, wait_until


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data", tmp_path / "log")
    yield made
    made.destroy()


def test_a_load_killed_half_way_is_done_again_from_nothing_and_once(installation):
    assert installation.run("migrate").returncode == 0
    half = installation.python(
        """
        import os
        from pathlib import Path
        from femida.cli import demo
        from femida.platform.accounts.models import User

        demo.unfinished_mark(Path(os.environ["FEMIDA_DATA"])).touch()
        User.objects.create(login="half", name="Half")
        """
    )
    assert half.returncode == 0, half.stderr
    installation.start("--demo")
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

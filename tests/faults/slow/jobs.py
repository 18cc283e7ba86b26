"""A job that leaves a line when it begins and one when it ends."""

import os
import time
from pathlib import Path

from procrastinate.contrib.django import app


def leave(line: str) -> None:
    """Add a line to the file that the test watches; one write, so that lines never mix."""
    with Path(os.environ["FAULTS_FILE"]).open("a") as file:
        file.write(f"{line}\n")


@app.task(name="slow.work")
def work(number: int, seconds: float) -> None:
    """Take a while."""
    leave(f"begin {number}")
    time.sleep(seconds)
    leave(f"end {number}")

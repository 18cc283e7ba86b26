"""One served firm for all tests of faults that leave it running."""

from collections.abc import Iterator

import pytest

from tests.faults.served import ServedFirm


@pytest.fixture(scope="package")
def installation(tmp_path_factory) -> Iterator[ServedFirm]:
    """The firm, served, with every switch off."""
    made = ServedFirm(tmp_path_factory.mktemp("firm"))
    try:
        made.set_up()
        yield made
    finally:
        made.destroy()


@pytest.fixture
def firm(installation: ServedFirm) -> Iterator[ServedFirm]:
    """The same firm, all parts running, whatever the test before has done to it."""
    installation.switch_all_off()
    installation.wait_whole()
    yield installation
    installation.switch_all_off()

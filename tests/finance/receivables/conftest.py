"""The till, in the test's transaction or in a database of the test's own."""

from tests.finance.payments.conftest import real_till, till

__all__ = ["real_till", "till"]

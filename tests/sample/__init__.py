"""A room of the tests' own: one object type that people answer for, so that mechanisms below the
real rooms are tested without them."""

"""Help: the guides of docs/guides as pages, found by words, opened at the place of the present page."""

"""`make bench`: how quickly the pages of a firm of a given size answer, on this machine, now."""

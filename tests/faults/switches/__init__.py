"""Takes single guards of the product away while a test's file is there: for twins only."""

"""What clients are still to pay: one row for each payment of a plan in force, settled against the ledger."""

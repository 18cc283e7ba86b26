"""The ledger: every movement of money is an entry whose postings add up to nothing."""

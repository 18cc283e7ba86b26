"""Payments and the cash desk: taking, refunding, reversing money, shifts, receipts."""

"""Invoices: what a client is asked to pay, when, and what of it has come."""

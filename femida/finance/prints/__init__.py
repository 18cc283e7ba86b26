"""Printed pages of finance: invoices, receipts, cash orders, reports of shifts."""

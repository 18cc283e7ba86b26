"""Keeping what the firm has: backups, restores, copies of keys, upgrades."""

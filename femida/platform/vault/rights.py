"""Scopes of the vault's own tables."""

from femida.platform.access.scoping import Open, scope
from femida.platform.vault.models import KeyMark

scope(Open(KeyMark, "digests of keys, without a word about any person; read by set-up and doctor only"))

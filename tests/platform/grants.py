"""Rights for accounts that are nobody's employee."""

from __future__ import annotations

from femida.platform.access.models import PersonGrant
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import User


def give_account(account: User, **scopes: Scope) -> None:
    """Give an account rights of its own: `give_account(a, things__view=Scope.FIRM)`."""
    for name, scope in scopes.items():
        PersonGrant.objects.create(person=account, right=name.replace("__", "."), scope=scope.value)

"""There is always somebody who may give rights: the last administrator can neither lose it nor be blocked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from femida.firm.staff.queries import accounts_with_right
from femida.platform.access.policy import forget_policies, load_policy, policy_of
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, UnableTo
from femida.platform.core.locks import lock_words

RIGHT = "access.change"


class UnableToLeaveNoAdministrator(UnableTo):
    """Nobody would be left who may give rights."""

    code = "unable_to_leave_no_administrator"
    default_sentence = _("This is the last administrator. Make somebody else an administrator first.")


class UnableToGiveMoreThanOwn(UnableTo):
    """Who gives rights inside an office only may not give any that reach further."""

    code = "unable_to_give_more_than_own"
    default_sentence = _("You may not give rights that reach further than your own right to give them.")


@contextmanager
def keeping_an_administrator(account_id: int) -> Iterator[None]:
    """Change what an account may do inside: afterwards the house still has an administrator.

    Such changes wait for each other, or two administrators could take the right from one another at once.
    Policies loaded before are forgotten.
    """
    lock_words("firm.staff", "changing rights")
    was_administrator = load_policy(Actor.person(account_id)).scope(RIGHT) is Scope.FIRM
    yield
    forget_policies()
    if was_administrator and not accounts_with_right(RIGHT, None):
        raise UnableToLeaveNoAdministrator


@contextmanager
def giving_rights(actor: Actor, account_id: int) -> Iterator[None]:
    """Change the rights of an account inside, and refuse the change if it gives more than the actor may.

    Who holds the right to give rights in an office only may not make anything of the account reach further.
    """
    person = Actor.person(account_id)
    with keeping_an_administrator(account_id):
        before = load_policy(person)
        yield
        after = load_policy(person)
        reach = policy_of(actor).scope(RIGHT)
        for right, scope in after.grants.items():
            if scope > reach and scope > before.scope(right):
                raise UnableToGiveMoreThanOwn


def require_not_above(actor: Actor, account_id: int) -> None:
    """Raise Denied when the account may give rights further than the actor may: one does not act on it."""
    if load_policy(Actor.person(account_id)).scope(RIGHT) > policy_of(actor).scope(RIGHT):
        raise Denied(right=RIGHT)

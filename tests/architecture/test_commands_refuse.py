"""Every command refuses without its right, and a refusal changes nothing but the access log.

The matrix is made from the registry of commands, so a new command enters it by itself.
"""

from __future__ import annotations

import pytest
from django.db import connection

from femida.platform.access.models import Group, GroupGrant, GroupMember
from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope, rights
from femida.platform.accounts.models import User
from femida.platform.commands.core import commands
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied

# Tables that a refusal may write, with the reason.
WRITTEN_BY_REFUSALS = {"journal_accesslog": "every refusal leaves a line"}


def changed_rows() -> dict[str, int]:
    """Rows inserted, changed or deleted in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: count for name, count in cursor.fetchall() if name not in WRITTEN_BY_REFUSALS}


def names() -> list[str]:
    """The commands there are."""
    return sorted(command.name for command in commands)


def everybody(name: str) -> bool:
    """Whether each signed-in employee has the command's right."""
    return rights[commands[name].right].everybody


@pytest.fixture
def nobody(db) -> Actor:
    """A signed-in person without any right."""
    return Actor.person(User.objects.create(login="nobody", name="Никто").pk)


@pytest.fixture
def blocked(db) -> Actor:
    """A person with every right in the whole firm whose account is closed."""
    user = User.objects.create(login="blocked", name="Бывший", is_active=False)
    group = Group.objects.create(key="all", name="Все права")
    GroupGrant.objects.bulk_create(
        GroupGrant(group=group, right=right.key, scope=Scope.FIRM) for right in rights
    )
    GroupMember.objects.create(group=group, person=user)
    return Actor.person(user.pk)


def refuse(actor: Actor, name: str) -> None:
    """Run a command that must refuse before it looks at its arguments."""
    before = changed_rows()
    with pytest.raises(Denied):
        commands[name].function(actor)
    assert changed_rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", names())
def test_refuses_anonymous(name):
    refuse(Actor.anonymous(), name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in names() if not everybody(name)])
def test_refuses_without_the_right(name, nobody):
    refuse(nobody, name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", names())
def test_refuses_a_closed_account(name, blocked):
    refuse(blocked, name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [n for n in names() if not rights[commands[n].right].integrations])
def test_refuses_an_integration(name):
    refuse(Actor.integration(1), name)


@pytest.mark.django_db
def test_twin_without_the_check_the_command_goes_on(monkeypatch, nobody):
    """With the guard off the command reaches its own body: the matrix above really tests the guard."""
    monkeypatch.setattr(Policy, "require", lambda self, right: None)
    still_refused = []
    for name in names():
        try:
            commands[name].function(nobody)
        except Denied:
            still_refused.append(name)
        except Exception:  # noqa: BLE001  # it got past the guard: that is all we ask
            pass
    # a few commands are the house's own and refuse people a second time, inside
    assert len(still_refused) < len(names()) / 10, still_refused

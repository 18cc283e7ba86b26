"""What the card of an employee shows and does beyond the described fields."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Employee
from femida.firm.staff.own import change_profile
from femida.platform.access.models import SCOPES
from femida.platform.access.rights import rights
from femida.platform.screens.ports import Action, Panel, PanelContext, add_action, add_panel, profile_pages
from femida.platform.ui.components import badge, button, facts, join, text
from femida.platform.ui.shell import look_keepers

TYPE = "firm.employee"
_SCOPES = dict(SCOPES)

_RIGHTS = """
SELECT 'login', u.login, 0 FROM accounts_user u WHERE u.id = %(id)s
UNION ALL
SELECT 'group', g.name, 0 FROM access_groupmember m JOIN access_group g ON g.id = m.group_id
 WHERE m.person_id = %(id)s
UNION ALL
SELECT 'right', p."right", p.scope FROM access_persongrant p WHERE p.person_id = %(id)s
ORDER BY 1, 2
"""


def draw_access(context: PanelContext) -> SafeString:
    """Login, groups and personal rights of the employee, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"id": context.row.account_id})
        rows = cursor.fetchall()
    login = "".join(word for kind, word, _scope in rows if kind == "login")
    groups = [badge(word) for kind, word, _scope in rows if kind == "group"]
    personal = [_personal(word, scope) for kind, word, scope in rows if kind == "right"]
    pairs: list[tuple[object, object]] = [
        (gettext("Login"), login),
        (gettext("Groups"), join(groups, " ") if groups else gettext("none")),
    ]
    if personal:
        pairs.append((gettext("Personal rights"), join(personal, "<br>")))
    return facts(pairs)


def _personal(key: str, scope: int) -> SafeString:
    right = rights.get(key)
    label = text(right.label if right is not None else key)
    return join([label, ": ", text(_SCOPES[scope])])


def draw_groups_button(context: PanelContext) -> SafeString:
    """The button that opens the form of groups."""
    return button(
        gettext("Change the groups"),
        icon_name="edit",
        small=True,
        only_icon=True,
        hx_get=reverse("staff:groups", args=[context.object_id]),
        hx_target="#dialog-body",
    )


add_panel(
    Panel(
        "staff.access",
        (TYPE,),
        _("Access"),
        20,
        draw_access,
        needs_right="access.change",
        act=draw_groups_button,
    )
)


def _address(name: str) -> Callable[[Employee], str]:
    return lambda employee: reverse(f"staff:{name}", args=[employee.pk])


def _is_blocked(employee: Employee) -> bool:
    return employee.status == Employee.Status.BLOCKED


add_action(
    Action(
        "staff.edit", (TYPE,), _("Change"), _address("edit"), icon="edit",
        needs_right="staff.change", dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "staff.password", (TYPE,), _("Give a new password"), _address("password"), icon="key",
        needs_right="access.change", dialog=True, order=20,
    )
)  # fmt: skip
add_action(
    Action(
        "staff.block", (TYPE,), _("Block"), _address("block"), method="post", style="danger", icon="lock",
        needs_right="staff.change", visible=lambda employee: not _is_blocked(employee), order=30,
        confirm=_("End the access of this employee? Every session ends at once."),
    )
)  # fmt: skip
add_action(
    Action(
        "staff.unblock", (TYPE,), _("Unblock"), _address("unblock"), method="post", icon="lock-open",
        needs_right="staff.change", visible=_is_blocked, order=30,
    )
)  # fmt: skip

profile_pages.register("staff", lambda: reverse("profile:page"))
look_keepers.register("staff", change_profile)

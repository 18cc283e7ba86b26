"""The composer above the time-line: a tab for each thing that can be written down here."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from femida.platform.screens.forms import name_apart
from femida.platform.screens.ports import Composer, PanelContext, composers, due_composers, right_lets


def draw_composer(context: PanelContext) -> SafeString | str:
    """The tabs above the time-line, "" when no room offers one to this reader."""
    due = due_composers.get(context.object_type.key)
    first = due(context.row) if due is not None else ""
    fitting = sorted(
        (one for one in composers if context.object_type.key in one.object_types),
        key=lambda one: (one.key != first, one.order),
    )
    tabs: list[dict[str, Any]] = []
    for one in fitting:
        if not right_lets(context.policy, one.needs_right) or not one.visible(context.row):
            continue
        # the open tab comes with the card, the others when they are opened: to draw a form is dear
        tab = {"key": one.key, "label": one.label, "icon": one.icon, "keys": one.shortcut}
        tabs.append(tab | ({"url": one.url(context.row)} if tabs else {"body": _drawn(context, one)}))
    if not tabs:
        return ""
    return render_to_string(
        "ui/components/composer.html", {"tabs": tabs, "thumb": True}, request=context.request
    )


def _drawn(context: PanelContext, one: Composer) -> SafeString:
    form = one.form(context)
    name_apart(form, one.key)
    return render_to_string(
        "ui/components/form.html",
        {"form": form, "action": one.url(context.row), "submit": one.submit, "target": f"pane-{one.key}"},
        request=context.request,
    )

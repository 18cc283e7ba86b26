"""Files on cards: the panel, the form that attaches one, and the ways to its bytes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.core.errors import NotFound
from femida.platform.files.answers import file_response
from femida.platform.files.commands import attach_file, remove_file
from femida.platform.files.links import read_link, sign_link
from femida.platform.files.queries import FileLine, files_of, open_file, sees_object
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.objects.types import object_types
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.ports import Panel, PanelContext, add_panel
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats

SEES = "a file is seen by those who see the object on which it hangs; checked inside"


class AttachForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("File"), max_length=1000)


@page(right="files.attach", methods=("GET", "POST"))
def attach(request: PageRequest, *, object_type: str, object_id: int) -> HttpResponseBase:
    """Attach a file to an object."""
    if not sees_object(request.actor, object_type, object_id):
        raise NotFound
    described = object_types.get(object_type)

    def run(form: Any, _version: int | None) -> None:
        file = form.cleaned_data["file"]
        attach_file(
            request.actor,
            object_type=object_type,
            object_id=object_id,
            name=file.name,
            content=file.chunks(),
        )

    return form_view(
        request,
        AttachForm,
        run,
        title=_("New file"),
        submit=_("Attach"),
        back=reverse(f"{described.slug}:card", args=[object_id]) if described else "/",
        said=_("The file is attached."),
        size="small",
    )


@page(right=None, reason=SEES)
def open_link(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Lead to a link that lives five minutes; this address itself may stand in a page for any time."""
    open_file(request.actor, pk)
    return HttpResponseRedirect(reverse("files:download", args=[sign_link(request.actor, pk)]))


@page(right=None, reason=SEES)
def download(request: PageRequest, *, token: str) -> HttpResponseBase:
    """The bytes of a file. The right is looked at again: who lost it in these minutes gets nothing."""
    file = open_file(request.actor, read_link(request.actor, token))
    if "Range" not in request.headers:
        address = request.META.get("REMOTE_ADDR") or ""
        log_access(request.actor, Kind.OPENED, object_type="files.file", object_id=file.id, address=address)
    return file_response(request, file)


@page(right="files.remove", methods=("POST",))
def remove(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Take a file away."""
    remove_file(request.actor, file_id=pk)
    return done(_("The file is removed."))


def add_files_panel(*types: str, order: int = 60) -> None:
    """Give the cards of these object types a panel with their files."""
    for key in types:
        add_panel(Panel(f"files.{key}", (key,), gettext_lazy("Files"), order, _files, act=_adds))


def _files(context: PanelContext) -> SafeString | None:
    lines = files_of(context.actor, context.object_type.key, context.object_id)
    may_remove = context.policy.may("files.remove")
    if not lines:
        if not context.policy.may("files.attach"):
            return None
        nothing = ui.text(_("No files yet."))
        return ui.safe(f'<p class="f-muted">{nothing}</p>')
    return ui.facts([(_link(line), _about(line, may_remove=may_remove)) for line in lines])


def _link(line: FileLine) -> SafeString:
    # a download leaves the page where it is: no fragment is asked for
    url = reverse("files:open", args=[line.id])
    return ui.safe(f'<a href="{ui.text(url)}" hx-boost="false" download>{ui.text(line.name)}</a>')


def _about(line: FileLine, *, may_remove: bool) -> SafeString:
    parts: list[object] = [filesizeformat(line.size), ", ", formats.when(line.created_at)]
    if may_remove:
        question = _("Remove this file?")
        url = reverse("files:remove", args=[line.id])
        parts += [" ", _small(_("Remove"), "trash", hx_post=url, hx_swap="none", hx_confirm=question)]
    return ui.join(parts)


def _adds(context: PanelContext) -> SafeString | None:
    if not context.policy.may("files.attach"):
        return None
    url = reverse("files:attach", args=[context.object_type.key, context.object_id])
    return _small(_("Attach"), "paperclip", hx_get=url, hx_target="#dialog-body")


def _small(label: str, icon_name: str, **attrs: Any) -> SafeString:
    return ui.button(label, tone="quiet", icon_name=icon_name, small=True, only_icon=True, **attrs)

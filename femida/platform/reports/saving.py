"""Saving variants of reports and taking them away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import NotFound
from femida.platform.reports.commands import SHARE, VIEW, remove_saved_report, save_report
from femida.platform.reports.described import reports
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.answers import redirect_whole
from femida.platform.ui.pages import wanted_target


class SaveForm(forms.Form):
    """A name for what is on the page; for everybody, where the reader may share."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_shared = forms.BooleanField(label=_("For everybody who opens this report"), required=False)

    def __init__(self, *args: Any, may_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


@page(right=VIEW, methods=("GET", "POST"))
def save(request: PageRequest, *, key: str) -> HttpResponseBase:
    """Save the report as it stands on the page: its parameters are those of this address."""
    if key not in reports:
        raise NotFound
    query = request.GET.urlencode()
    back = f"{reverse('reports:report', args=[key])}?{query}"

    def act(form: SaveForm, _version: int | None) -> str:
        cleaned = form.cleaned_data
        is_shared = bool(cleaned.get("is_shared"))
        save_report(request.actor, report=key, name=cleaned["name"], address=query, is_shared=is_shared)
        return back

    may_share = request.policy.may(SHARE)
    title = _("Save this view of the report")
    return form_view(request, SaveForm, act, title=title, back=back, may_share=may_share)


@page(right=VIEW, methods=("POST",))
def remove(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Take a variant away; the report opens as it stands by itself."""
    key = remove_saved_report(request.actor, saved_id=pk)
    address = reverse("reports:report", args=[key])
    return HttpResponseRedirect(address) if wanted_target(request) is None else redirect_whole(address)

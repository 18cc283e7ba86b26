"""The set-up page: there while the house is empty, gone afterwards."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from femida.firm.setup.commands import UnableToSetUp, put_next_steps_away, set_up_firm
from femida.firm.setup.forms import SetUpForm
from femida.firm.setup.invitation import forget_token, is_empty, is_invited
from femida.firm.staff.models import Employee
from femida.platform.accounts.adapter import address_of
from femida.platform.accounts.ports import SignIn, tell
from femida.platform.accounts.sessions import note_sign_in
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.screens.forms import done
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import render_page

BACKEND = "femida.platform.accounts.backends.Backend"


@page(
    right=None,
    reason="the first person of an empty installation; a token of its console or loopback opens it",
    methods=("GET", "POST"),
    public=True,
)
def set_up(request: PageRequest) -> HttpResponse:
    """The whole set-up on one page; afterwards the administrator is signed in on the start page."""
    if not is_empty():
        raise Http404
    token = request.POST.get("token") or request.GET.get("token") or ""
    if not is_invited(request, token):
        return render_page(request, "setup/closed.html", {"title": _("Set-up")}, status=403)
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _act(request, form):
        return HttpResponseRedirect("/")
    context = {"title": _("Set-up"), "form": form, "token": token}
    return render_page(request, "setup/page.html", context, status=422 if form.errors else 200)


@page(right="access.change", methods=("POST",))
def put_away(request: PageRequest) -> HttpResponse:
    """Take the list of next steps off the start page."""
    put_next_steps_away(request.actor)
    return done()


def _act(request: PageRequest, form: SetUpForm) -> bool:
    try:
        with translation.override(settings.LANGUAGE_CODE):
            employee_id = set_up_firm(Actor.system("setup page"), firm=form.firm())
    except UnableToSetUp as refusal:
        form.add_error(None, str(refusal))
        return False
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name if name in form.fields else None, str(sentence))
        return False
    forget_token()
    account = Employee.objects.select_related("account").get(pk=employee_id).account
    login(request, account, backend=BACKEND)
    note_sign_in(request)
    tell(SignIn.SIGNED_IN, account.pk, address_of(request))
    return True

"""Sessions that know whose they are: listed in the profile, ended at once when a person is blocked."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.utils import timezone
from typing_extensions import override

from femida.platform.accounts.models import Session
from femida.platform.core.statements import Hole, Statement, write

_SIGNED_IN = "femida_signed_in"


class SessionStore(DatabaseStore):
    """Django's database sessions in our own table."""

    @classmethod
    @override
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        # Django's own, with a statement that is written once: every request asks it
        for row in _one_session().rows(key=self.session_key):
            session = Session.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None

    @override
    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)
        session.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        about = data.get(_SIGNED_IN)
        if about:
            session.signed_in_at = datetime.fromisoformat(about["at"])
            session.address = about["address"]
            session.browser = about["browser"]
        return session


_COLUMNS = [column.attname for column in Session._meta.concrete_fields]


@cache
def _one_session() -> Statement:
    return write(Session.objects.filter(session_key__same=Hole("key")).values_list(*_COLUMNS))


def note_sign_in(request: HttpRequest) -> None:
    """Keep in the session when, from where and with what the person signed in."""
    request.session[_SIGNED_IN] = {
        "at": timezone.now().isoformat(),
        "address": (request.META.get("REMOTE_ADDR") or "")[:64],
        "browser": request.headers.get("User-Agent", "")[:300],
    }


def end_sessions(account_id: int, *, but: str | None = None) -> int:
    """Sign an account out everywhere, at once, but in the session named; returns how many ended."""
    sessions = Session.objects.filter(account_id=account_id)
    if but is not None:
        sessions = sessions.exclude(session_key=but)
    return sessions.delete()[0]


def forget_expired() -> int:
    """Remove sessions past their time; returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]

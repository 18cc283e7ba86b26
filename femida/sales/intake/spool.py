"""Enquiries that come while an upgrade has closed the pages: sealed into the data folder, handed in later.

The database is not asked, so whether the key is a source's own shows only when they are handed in.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import os
import re
import secrets
import time
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from femida.platform.core.actor import Actor
from femida.platform.inbox.commands import LONGEST_KEY, UnableToReuseKey, Verdict, store
from femida.platform.inbox.models import Message
from femida.platform.maintenance.ports import keepers, resuming
from femida.platform.vault.keys import UnableToUseKeys
from femida.platform.vault.sealed import UnableToOpen, open_bytes, seal_bytes
from femida.sales.intake.handling import CHANNEL
from femida.sales.intake.reading import FORM, JSON, LONGEST_BODY, read
from femida.sales.sources.models import Source

log = logging.getLogger(__name__)

PURPOSE: Final = "intake.spool"
MOST: Final = 2000
"""Files at most: anybody can send while no source can be looked up."""

_PATH: Final = re.compile(r"/intake/web/([A-Za-z0-9_-]{4,64})")


def folder() -> Path:
    """Where they lie."""
    return Path(settings.FEMIDA_DATA) / "spool"


@keepers.adds("intake")
def keep(request: HttpRequest) -> HttpResponse | None:
    """Keep an enquiry of a site; None for what is none or cannot be kept."""
    found = _PATH.fullmatch(request.path)
    if found is None or request.method not in ("POST", "OPTIONS"):
        return None
    if request.method == "OPTIONS":
        return _for_any_site(HttpResponse(status=204))
    said = _said(request, found[1])
    if said is None or not _write(json.dumps(said).encode()):
        return None
    if request.content_type == FORM:
        return HttpResponse(_("Your enquiry has been received."), content_type="text/plain; charset=utf-8")
    return _for_any_site(JsonResponse({"state": "accepted"}, status=202))


def _said(request: HttpRequest, source: str) -> dict[str, str] | None:
    """What is kept of a request; None for one that the intake would not take either."""
    try:
        body = request.body
    except RequestDataTooBig:
        return None
    key = request.headers.get("Idempotency-Key", "")
    if request.content_type not in (JSON, FORM) or len(body) > LONGEST_BODY or len(key) > LONGEST_KEY:
        return None
    return {
        "source": source,
        "content_type": request.content_type,
        "key": key,
        "origin": request.headers.get("Origin", ""),
        "host": f"{request.scheme}://{request.get_host()}",
        "body": base64.b64encode(body).decode(),
    }


@resuming.adds("intake")
def hand_in() -> int:
    """Store everything that was kept, as if it came now; returns how many. A second time changes nothing."""
    number = 0
    for path in sorted(folder().glob("*.sealed")):
        try:
            said = json.loads(open_bytes(path.read_bytes(), PURPOSE))
            _store(said, path.stem)
        except FileNotFoundError:
            continue
        except DatabaseError:
            return number
        except (UnableToOpen, UnableToUseKeys, ValueError, KeyError):
            log.error("a kept enquiry cannot be read: %s", path.name)
            path.rename(path.with_suffix(".unreadable"))
            continue
        path.unlink(missing_ok=True)
        number += 1
    return number


def _store(said: dict[str, Any], name: str) -> None:
    source = Source.objects.filter(key=said["source"], is_active=True, accepts_web=True).first()
    origin = str(said["origin"]).lower()
    if source is None or (origin and origin not in (*source.origins, str(said["host"]).lower())):
        return
    body = base64.b64decode(said["body"])
    reading = read(said["content_type"], body)
    verdict = Verdict()
    if reading.is_spam:
        verdict = Verdict(Message.State.SPAM)
    elif reading.errors:
        verdict = Verdict(Message.State.REFUSED, dict(reading.errors))
    key = said["key"] or reading.idempotency_key
    with contextlib.suppress(UnableToReuseKey):
        store(
            Actor.integration(source.pk, because="intake.web"),
            channel=CHANNEL,
            source_id=source.pk,
            body=body,
            # the file's own name: handed in twice it is stored once
            idempotency_key=key if key and len(key) <= LONGEST_KEY else f"spool-{name}",
            verdict=verdict,
            content_type=said["content_type"],
        )


def _write(plain: bytes) -> bool:
    """Seal into a file of its own that survives a crash; whether it could be done."""
    place = folder()
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        if sum(1 for _one in place.iterdir()) >= MOST:
            return False
        sealed = seal_bytes(plain, PURPOSE)
        path = place / f"{time.time_ns()}-{secrets.token_hex(4)}.sealed"
        descriptor = os.open(path.with_suffix(".part"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".part").rename(path)
    except (OSError, UnableToUseKeys, DatabaseError):
        return False
    return True


def _for_any_site(answer: HttpResponse) -> HttpResponse:
    """Which sites may post is not known now; the answer tells nothing but that it came."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    answer["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    return answer

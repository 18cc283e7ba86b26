"""What rooms above do while the pages are closed, and when work goes on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from femida.platform.core.ports import Port

# Keeps a request that must not be lost, without the database; None when it is none of its own.
keepers: Port[Callable[[HttpRequest], HttpResponse | None]] = Port("keeper of requests")

# Run by the worker of this machine before it takes jobs: what was kept is handed in. May run twice.
resuming: Port[Callable[[], object]] = Port("resuming of work")

"""Log lines without personal data.

An exception's words often repeat what a person typed ("Key (phone)=(+7…) already exists"), so
tracebacks are written with types and places, without words, and contacts in messages are blanked out.
Request bodies and parameters are never logged by anything of ours.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from typing_extensions import override

from femida.kernel.contacts import blank_out
from femida.platform.core.context import current_act
from femida.platform.core.trace import current_trace

SysExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """A formatter that keeps the words of exceptions, and contacts, to itself."""

    @override
    def formatException(self, ei: SysExcInfo) -> str:
        error = ei[1]
        return "\n".join(_chain(error)) if error is not None else ""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        # addresses of pages that do not exist hold what strangers typed, numbers of clients too
        record.message = blank_out(record.message).text
        return super().formatMessage(record).replace("\n", " ⏎ ")


class JsonFormatter(QuietFormatter):
    """One JSON object a line: as quiet as the plain lines, and with the numbers of request and act.

    A record may bring ready fields of its own in `femida`; they must be numbers, codes and ids.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": blank_out(record.getMessage()).text,
        }
        trace, act = current_trace(), current_act()
        if trace is not None:
            said["request"] = trace.id
        if act is not None:
            said |= {"act": str(act.id), "actor": act.actor.kind.value, "account": act.actor.person_id}
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = _chain(record.exc_info[1])
        said |= getattr(record, "femida", {})
        return json.dumps(said, ensure_ascii=False, default=str)


def _chain(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines.append(f"{_full_name(type(current))} (its words are withheld)")
        # the places only: a source line may hold a literal from a test or a console
        lines.extend(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines


def _full_name(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def logging_settings(*, is_debug: bool, form: str = "plain") -> dict[str, Any]:
    """LOGGING for Django: one stream to standard error, plain lines or JSON.

    A terminal is spared the line of every request; a collector gets it.
    """
    quiet = {
        "()": "logging.Formatter" if is_debug else "femida.config.logs.QuietFormatter",
        "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": quiet, "json": {"()": "femida.config.logs.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "femida.request": {"level": "INFO" if form == "json" else "ERROR"},
            # its lines at INFO repeat the arguments of every job
            "procrastinate": {"level": "WARNING"},
            "django.db.backends": {"level": "INFO"},
            "pymorphy3": {"level": "WARNING"},
        },
    }

"""Log lines without personal data.

An exception's words often repeat what a person typed ("Key (phone)=(+7…) already exists"), so
tracebacks are written with types and places, without words, and contacts in messages are blanked out.
Request bodies and parameters are never logged by anything of ours.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

from typing_extensions import override

from femida.kernel.contacts import blank_out

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


def logging_settings(*, is_debug: bool) -> dict[str, Any]:
    """LOGGING for Django: one plain stream to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "logging.Formatter" if is_debug else "femida.config.logs.QuietFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # its lines at INFO repeat the arguments of every job
            "procrastinate": {"level": "WARNING"},
            "django.db.backends": {"level": "INFO"},
            "pymorphy3": {"level": "WARNING"},
        },
    }

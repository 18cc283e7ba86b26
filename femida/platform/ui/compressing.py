"""Pages go out compressed, whatever stands before the application."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORDS: Final = ("text/html", "text/plain", "application/json")


class CompressedPages(GZipMiddleware):
    """Compresses pages and fragments; files, exports and streams go as they are.

    Each answer gets up to 100 random bytes more and the token of forms is masked anew in each, so the length
    of an answer tells nothing about what stands in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is words and whole."""
        if response.streaming or not response.get("Content-Type", "").startswith(WORDS):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed

"""Pages go out compressed; what is no page goes as it is."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from femida.platform.ui.compressing import CompressedPages

WORDS = "слово " * 200


def _answer(response, accepted="gzip, deflate, br"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return CompressedPages(lambda _request: response)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
def test_words_are_compressed(kind):
    answer = _answer(HttpResponse(WORDS, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content).decode() == WORDS


def test_the_length_of_the_same_page_differs():
    assert len({len(_answer(HttpResponse(WORDS)).content) for _again in range(40)}) > 5


@pytest.mark.parametrize(
    ("response", "accepted"),
    [
        (HttpResponse(WORDS), "identity"),
        (HttpResponse("коротко"), "gzip"),
        (HttpResponse(WORDS, content_type="application/pdf"), "gzip"),
        (StreamingHttpResponse(iter([WORDS]), content_type="text/html"), "gzip"),
    ],
)
def test_the_rest_goes_as_it_is(response, accepted):
    assert "Content-Encoding" not in _answer(response, accepted)

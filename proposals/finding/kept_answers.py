"""Whole answers, kept by this process for who asks the same of the same edition."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from http import HTTPStatus
from http.cookies import SimpleCookie
from threading import Lock

from django.http import HttpResponse, HttpResponseBase
from django.http.response import ResponseHeaders

# So much memory of each web process at the most; and one answer no more than a part of it.
MOST_BYTES = 48 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
# What an answer takes beside its text.
OVERHEAD = 2_000

Key = tuple[object, ...]


class KeptAnswers:
    """Those asked for last, each by a key that names all that it depends on, the edition too: one
    that has passed is asked for no more, and makes room in time."""

    def __init__(self) -> None:
        self.lock = Lock()
        # The one asked for longest ago comes first.
        self.answers: OrderedDict[Key, HttpResponse] = OrderedDict()
        self.making: dict[Key, Lock] = {}
        self.bytes = 0

    def answer(self, key: Key, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """What was made for this key, or is made now: once, however many ask for it at a time."""
        if kept := self._found(key):
            return kept
        with self.lock:
            making = self.making.setdefault(key, Lock())
        with making:
            if kept := self._found(key):
                return kept
            try:
                response = make()
                if isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK:
                    self._keep(key, response)
            finally:
                with self.lock:
                    self.making.pop(key, None)
        return response

    def forget(self) -> None:
        """Let go of all of them."""
        with self.lock:
            self.answers.clear()
            self.bytes = 0

    def _found(self, key: Key) -> HttpResponse | None:
        with self.lock:
            kept = self.answers.get(key)
            if kept is None:
                return None
            self.answers.move_to_end(key)
        return _again(kept)

    def _keep(self, key: Key, response: HttpResponse) -> None:
        size = _size(response)
        # What differs by a header of the request is not what another would get.
        if size > LARGEST or response.cookies or "Vary" in response.headers:
            return
        with self.lock:
            self.answers[key] = _again(response)
            self.bytes += size
            while self.bytes > MOST_BYTES:
                _key, oldest = self.answers.popitem(last=False)
                self.bytes -= _size(oldest)


def _size(response: HttpResponse) -> int:
    return len(response.content) + OVERHEAD


def _again(response: HttpResponse) -> HttpResponse:
    """One more of the same, which may be given other headers."""
    another = copy(response)
    another.headers = ResponseHeaders(response.headers)
    another.cookies = SimpleCookie()
    another._resource_closers = []  # type: ignore[attr-defined]  # each request closes its own
    return another


KEPT = KeptAnswers()

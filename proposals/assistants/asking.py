"""The API, asked within this process: with its rows, its limits and its words for a fault."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.urls import resolve

# What of a request says who asks, for the limits of the API.
WHO_ASKS = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR")
NOBODY: dict[str, str] = {"REMOTE_ADDR": "127.0.0.1"}


@dataclass(frozen=True)
class Answer:
    """What the API says at an address: after a merge, that of the successor."""

    status: int
    path: str
    query: str
    body: dict[str, Any]

    @property
    def is_fault(self) -> bool:
        return self.status >= HTTPStatus.BAD_REQUEST

    @property
    def url(self) -> str:
        return settings.SITE_URL + quote(self.path) + (f"?{self.query}" if self.query else "")


def who_asks(request: HttpRequest) -> dict[str, str]:
    return {name: request.META[name] for name in WHO_ASKS if name in request.META}


def ask(path: str, parameters: Mapping[str, Any], who: Mapping[str, str]) -> Answer:
    """Get an address of the API; lists are given as repeated parameters, nulls not at all."""
    values = {
        name: [_text(each) for each in (value if isinstance(value, list) else [value])]
        for name, value in parameters.items()
        if value is not None
    }
    # What no encoding knows, such as half of a pair, is a character that no row has.
    query = urlencode(values, doseq=True, errors="replace")
    return _get(path, query, who)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _get(path: str, query: str, who: Mapping[str, str]) -> Answer:
    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.encode(errors="replace").decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or ""),
            "HTTP_HOST": site.netloc,
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": io.BytesIO(),
            **who,
        }
    )
    match = resolve(request.path_info)
    response = match.func(request, *match.args, **match.kwargs)
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
        successor = urlsplit(response.headers["Location"])
        return _get(successor.path, successor.query, who)
    return Answer(response.status_code, path, query, json.loads(response.content))

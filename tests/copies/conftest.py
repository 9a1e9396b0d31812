from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from proposals.copies import keeping
from proposals.manners import asking
from proposals.models import KeptCopy, readable
from tests.factories import copies
from tests.receiver import listening, this_machine


class Site:
    """A small site on this machine: what each path gives, and how often it was asked for it."""

    def __init__(self, port: int) -> None:
        self.pages: dict[str, dict[str, Any]] = {}
        # But for the rules of the site.
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.asked_rules = 0
        self.root = f"http://127.0.0.1:{port}"

    def page(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        """From now on the path gives this; returns its address."""
        content = body.encode() if isinstance(body, str) else body
        self.pages[path] = {"status": status, "body": content, "headers": headers}
        return f"{self.root}{path}"

    def drips(self, path: str) -> str:
        self.pages[path] = {"status": 200, "body": None, "headers": {}}
        return f"{self.root}{path}"


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.site.asked_rules += 1
        else:
            self.site.asked.append(self.path)
            self.site.headers.append(dict(self.headers))
        page = self.site.pages.get(self.path, {"status": 404, "body": b"", "headers": {}})
        # Whoever asked may have gone.
        with suppress(OSError):
            etag = page["headers"].get("ETag")
            is_same = etag is not None and self.headers["If-None-Match"] == etag
            self.send_response(304 if is_same else page["status"])
            for name, value in page["headers"].items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            if is_same:
                return
            while page["body"] is None:
                self.wfile.write(b"x")
                time.sleep(0.05)
            self.wfile.write(page["body"])

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Its pages stand for those of the open web, whose addresses are written down."""
    monkeypatch.setattr(readable, "leads_inside", lambda _host: False)
    handler = type("Handler", (Handler,), {})
    with listening(handler) as port:
        handler.site = Site(port)
        yield handler.site


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site of a test needs no rest."""
    monkeypatch.setattr(asking, "PAUSE", dt.timedelta(0))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """Where the files of copies are kept."""
    return copies.kept_in(settings, tmp_path)


@pytest.fixture
def look():
    """Look at what is due; at what is not too, where the time has come."""

    def look(*, later: bool = False) -> int:
        if later:
            copies.time_passes()
        return keeping.look_at_due(this_machine)

    return look


@pytest.fixture
def only() -> Any:
    """The one copy there is."""
    return KeptCopy.objects.get

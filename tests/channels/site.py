"""A web site on this machine, whose pages a test may change between one poll and the next."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.receiver import listening


@dataclass
class Page:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    # Seconds that it takes to answer.
    stalls: float = 0
    # Sent byte by byte, without an end.
    drips: bool = False
    # The connection ends before half of it is sent.
    breaks: bool = False


@dataclass
class Site:
    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    # Each request, with its headers.
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # The most requests that were open side by side.
    most_at_once: int = 0
    open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: str | bytes = b"", **said) -> str:
        body = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(body, **said)
        return self.url(path)

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for the rules of the site."""
        return [path for path, _headers in self.asked if path != "/robots.txt"]

    def last(self, path: str) -> dict[str, str]:
        return [headers for asked, headers in self.asked if asked == path][-1]


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.asked.append((self.path, dict(self.headers)))
            site.open += 1
            site.most_at_once = max(site.most_at_once, site.open)
        try:
            # Whoever asked may have gone.
            with suppress(OSError):
                self.answer(site.pages.get(self.path, Page(status=404)))
        finally:
            with site.lock:
                site.open -= 1

    def answer(self, page: Page) -> None:
        time.sleep(page.stalls)
        status = page.status
        if "ETag" in page.headers and self.headers["If-None-Match"] == page.headers["ETag"]:
            status = 304
        self.send_response(status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if not page.drips:
            self.send_header("Content-Length", str(len(page.body) if status != 304 else 0))
        self.end_headers()
        while page.drips:
            self.wfile.write(b" ")
            time.sleep(0.05)
        if status != 304:
            self.wfile.write(page.body[: len(page.body) // 2] if page.breaks else page.body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    with listening(type("Handler", (Handler,), {"site": site})) as port:
        site.port = port
        yield site


ARTICLE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
    '<nav><a href="/">主頁</a></nav><article><h1>{title}</h1><p>{words}</p><p>發言人表示，'
    "當局會繼續聽取各界意見，並適時公布詳情，讓市民了解最新安排。</p></article></body></html>"
)


def article(title: str, words: str = "") -> str:
    """A page that says something official."""
    return ARTICLE.format(title=title, words=words or f"政府今日宣布{title}，並會於年內推行。")


def rss(*items: str, encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>'
        f"<title>新聞公報</title><link>https://gov.example/</link>{''.join(items)}</channel></rss>"
    )


def item(link: str, title: str, name: str = "", day: str = "20 May 2026", more: str = "") -> str:
    return (
        f"<item><guid isPermaLink='false'>{name or link}</guid><title>{title}</title>"
        f"<link>{link}</link><pubDate>{day} 08:00:00 +0800</pubDate>{more}</item>"
    )

"""What stands at an address is fetched, within limits, and from the open internet only."""

import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from proposals.texts import fetching
from proposals.texts.faults import Unreadable
from proposals.texts.fetching import fetch
from tests.receiver import listening, this_machine


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        name, _, argument = self.path.strip("/").partition("/")
        # Whoever asked may have gone.
        with suppress(OSError):
            getattr(self, f"do_{name}")(argument)

    def _send(self, status, body=b"", **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_page(self, _argument):
        self._send(200, "政府應種樹。".encode("big5"), Content_Type="text/html; charset=Big5")

    def do_article(self, _argument):
        page = (
            "<!DOCTYPE html><html><head><title>談談樹木</title>"
            '<meta property="article:published_time" content="2026-05-20T08:00:00+08:00"></head>'
            "<body><nav>主頁</nav><article><h1>談談樹木</h1><p>陳大文 區議員</p><p>本港的樹木管理"
            "一直未如理想，每年都有塌樹的意外，市民十分擔心。</p><p>政府應設立樹木基金。</p>"
            "</article></body></html>"
        )
        self._send(200, page.encode(), Content_Type="text/html; charset=utf-8")

    def do_status(self, status):
        self._send(int(status))

    def do_to(self, where):
        self._send(302, Location=where)

    def do_around(self, _argument):
        self._send(302, Location="/around")

    def do_huge(self, _argument):
        self._send(200, b"x" * (fetching.MOST_BYTES + 1))

    def do_drip(self, _argument):
        self._send(200)
        while True:
            self.wfile.write(b"x")
            time.sleep(0.05)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def site():
    with listening(Site) as port:
        yield f"http://127.0.0.1:{port}/"


def test_a_page_comes_with_its_encoding_and_where_it_stood(site):
    fetched = fetch(site + "to//page", this_machine)
    assert fetched.url == site + "page"
    assert fetched.content.decode(fetched.encoding) == "政府應種樹。"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("status/404", "status 404"),
        ("status/204", "status 204"),
        ("around", "too often"),
        ("huge", "5 MB"),
        ("to/http://10.0.0.1/", "Not a public address"),
        ("to/file:///etc/passwd", "http and https"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_the_remedy(site, path, said):
    with pytest.raises(Unreadable, match=said) as refused:
        fetch(site + path, this_machine)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://[::1]:1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com",
        "http://[",
        "",
    ],
)
def test_no_other_address_is_asked(url):
    with pytest.raises(Unreadable):
        fetch(url)


def test_an_answer_that_only_drips_is_not_waited_for(site, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(Unreadable, match="no answer"):
        fetch(site + "drip", this_machine)
    assert time.monotonic() - began < 3

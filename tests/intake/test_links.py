import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from proposals import outgoing
from proposals.intake import links
from proposals.intake.links import LinkAnswer
from proposals.models import Source
from tests.factories import sources


class Site(BaseHTTPRequestHandler):
    """A small site on this machine; it notes every path that it is asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/moved":
            self.answer(301, Location="/here")
        elif self.path == "/moved-to-chinese":
            self.answer(302, Location="/文".encode().decode("latin-1"))
        elif self.path == "/round":
            self.answer(302, Location="/round")
        elif self.path == "/inside":
            self.answer(302, Location="http://10.0.0.1/")
        elif self.path == "/file":
            self.answer(302, Location="file:///etc/passwd")
        elif self.path == "/moved-to-trickle":
            self.answer(302, Location="/trickle")
        elif self.path == "/trickle":
            self.trickle()
        elif self.path == "/gone":
            self.answer(410)
        else:
            self.answer(200)

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def trickle(self) -> None:
        self.send_response(200)
        self.flush_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b"X-More: yes\r\n")
                time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def this_machine(address: str) -> bool:
    return address == "127.0.0.1"


def test_a_page_that_is_there(site):
    assert links.visit(f"{site}/page", this_machine) == LinkAnswer(200, f"{site}/page", "")


def test_a_page_that_is_gone(site):
    assert links.visit(f"{site}/gone", this_machine) == LinkAnswer(410, f"{site}/gone", "")


def test_a_page_that_moved_is_followed_to_its_new_place(site):
    assert links.visit(f"{site}/moved", this_machine) == LinkAnswer(200, f"{site}/here", "")


def test_a_new_place_with_raw_chinese_in_it(site):
    state = links.visit(f"{site}/moved-to-chinese", this_machine)
    assert state == LinkAnswer(200, f"{site}/%E6%96%87", "")


def test_a_link_with_chinese_in_it_is_escaped_once(site):
    links.visit(f"{site}/頁?問=%E7%AD%94", this_machine)
    assert Site.asked == ["/%E9%A0%81?%E5%95%8F=%E7%AD%94"]


def test_a_page_that_moves_in_a_ring_is_given_up(site):
    assert links.visit(f"{site}/round", this_machine) == LinkAnswer(None, "", "Too many redirects")
    assert len(Site.asked) == outgoing.MOST_REDIRECTS + 1


def test_a_redirect_to_the_inside_is_not_followed(site):
    state = links.visit(f"{site}/inside", this_machine)
    assert state == LinkAnswer(None, "", outgoing.NOT_PUBLIC)


def test_a_redirect_to_a_file_is_not_followed(site):
    assert links.visit(f"{site}/file", this_machine).error == "Neither http nor https"


def test_nothing_on_this_machine_is_ever_asked(site):
    port = site.rsplit(":", 1)[1]
    for host in ("127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1", "0"):
        state = links.visit(f"http://{host}:{port}/")
        assert state.status is None, host
        assert state.error == outgoing.NOT_PUBLIC, host
    assert Site.asked == []


@pytest.mark.parametrize(
    "url",
    ["", "http://", "http://[", "http://a:b/", "http://\u2024/", "http://" + "a" * 300 + ".hk/"],
)
def test_a_link_that_is_none_gives_a_fault_and_no_exception(url):
    state = links.visit(url)
    assert state.status is None
    assert state.error != ""


def test_a_page_that_trickles_is_given_up_in_time(site, monkeypatch):
    """However often a byte comes, and of which page that the link leads to."""
    monkeypatch.setattr(links, "SECONDS", 0.5)
    state = links.visit(f"{site}/moved-to-trickle", this_machine)
    assert (state.status, state.error) == (None, outgoing.TOO_SLOW)


def test_a_port_on_which_nothing_listens(free_port):
    state = links.visit(f"http://127.0.0.1:{free_port}/", this_machine)
    assert state.error == outgoing.NOT_REACHED


@pytest.fixture
def visits(monkeypatch) -> list[str]:
    """Stands in for the open internet, which tests cannot reach."""
    made: list[str] = []

    def visit(url: str) -> LinkAnswer:
        made.append(url)
        return LinkAnswer(404, url, "")

    monkeypatch.setattr(links, "visit", visit)
    return made


@pytest.mark.django_db
def test_sources_never_checked_and_checked_long_ago_are_due(visits):
    now = timezone.now()
    sources.source(url="https://example.com/new")
    old = sources.source(url="https://example.com/old")
    recent = sources.source(url="https://example.com/recent")
    sources.source(url="")
    for source, days in ((old, 8), (recent, 6)):
        Source.objects.filter(pk=source.pk).update(
            link_checked_at=now - dt.timedelta(days=days), link_status=200
        )
    assert links.check_links() == 2
    assert sorted(visits) == ["https://example.com/new", "https://example.com/old"]
    old.refresh_from_db()
    assert (old.link_status, old.link_final_url) == (404, "https://example.com/old")
    assert old.link_checked_at >= now


@pytest.mark.django_db
def test_named_sources_are_checked_whether_due_or_not(visits):
    source = sources.source(url="https://example.com/a")
    sources.source(url="https://example.com/b")
    links.check_links([source.pk])
    links.check_links([source.pk])
    assert visits == ["https://example.com/a", "https://example.com/a"]


@pytest.mark.django_db
def test_the_answer_of_a_link_mended_meanwhile_is_not_kept(monkeypatch):
    source = sources.source(url="https://example.com/wrong")

    def visit(url: str) -> LinkAnswer:
        Source.objects.filter(pk=source.pk).update(url="https://example.com/right")
        return LinkAnswer(404, url, "")

    monkeypatch.setattr(links, "visit", visit)
    assert links.check_links() == 0
    source.refresh_from_db()
    assert source.link_checked_at is None

"""The pages in Chromium, served with the static files of production."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import DESKTOP
from tests.factories import people, proposals, sources, stories, taxonomy

# The one without windows does the same in half the time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def served_as_in_production() -> Iterator[None]:
    """Static files come from WhiteNoise under their hashed names, not from Django's finders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda app: app)
        # Playwright runs an event loop in this thread; the tests themselves are not async.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """A new page on the site. What breaks in it, or what the policy blocks, fails the test."""
    contexts, faults = [], []

    def open_page(width: int = DESKTOP, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: note(line.text, line.type))
        page.on("response", note_response)
        return page

    def note(text: str, kind: str) -> None:
        # That the page itself was answered with an error is told by its status.
        if kind == "error" and not text.startswith("Failed to load resource"):
            faults.append(text)

    def note_response(answer) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            faults.append(f"{answer.status} {answer.url}")

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture(scope="module")
def catalogue(once):
    """One proposal with a whole story, others beside it, and one that is gone."""
    with once():
        editor = people.user(is_superuser=True)
        idea = proposals.idea(summary_hant="多人主張。", summary_en="Several ask for it.")
        shared = {
            "authors": [people.author("陳大文", "Chan Tai-man", slug="chan")],
            "source": sources.source(slug="article", url="https://daily.example/1"),
            "ideas": [idea],
            "by": editor,
        }
        stories.story(**shared)
        finance = taxonomy.sector("finance", "金融與資本市場", "Finance and capital markets")
        proposals.published(
            title_hant="發行銀髮債券", title_en="Issue silver bonds", sector=finance
        )
        for _ in range(2):
            proposals.published(title_hant="長" * 300, title_en="Long " * 60, **shared)
        proposals.withdrawn(slug="gone")
        sources.without_ask(slug="praise", note_hant="全篇讚揚。")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def another_origin(tmp_path: Path) -> Iterator[str]:
    """What serves the files of `tmp_path`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere(tmp_path: Path, another_origin: str) -> Callable[[str], str]:
    """Another origin; what it is given to write becomes its page."""

    def write(body: str) -> str:
        page = f'<!doctype html><html lang="en"><title>Elsewhere</title>{body}'
        (tmp_path / "page.html").write_text(page)
        return f"{another_origin}/page.html"

    return write

"""The pictures of the README and of the guide for editors, taken in Chromium of a running
demonstration: `make pictures`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SITE = f"http://localhost:{os.environ['PORT']}"
# By the name of the file: the address, and the window. The mark is at the top of each.
PICTURES = {
    "list": ("/en/proposals/?q=fund&specificity=firm", 1280, 900),
    "board": ("/proposals/?view=board", 1280, 900),
    "statistics": ("/en/stats/", 1280, 900),
    "proposal": ("{moved}", 1280, 1300),
    "phone": ("{moved}", 390, 900),
    "document": ("/documents/invented-policy-address/", 1280, 900),
}
# An article that nobody has printed, and its asks.
ARTICLE = {
    "publication_name": "示範日報",
    "headline": "銀髮經濟的三個起點",
    "authors": "陳示範",
    "capacity_hant": "示範學會會長",
    "published_on": "20/5/2026",
    "url": "https://daily.example/silver",
}
# A page with articles of such a kind, and a list of official texts that is not there either.
PAGE = Path("benchmarks/extraction/texts/open-01-housing-page.txt")
CHANNEL = {"label": "示範公報", "url": "https://gazette.example/feed.xml", "silent_after": "14"}
# As the background leaves them, which does not run here.
READ_PAGE = """
from proposals.candidates import reading
reading.read_waiting()
"""
READ_CHANNEL = """
from proposals.models import Channel
Channel.objects.get().note_read(is_new=True)
"""
ASKS = ["設立銀髮產品測試中心", "資助長者使用智能家居", "培訓銀髮經濟人才"]


def take() -> None:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        window = {"width": 1280, "height": 900}
        page = browser.new_page(viewport=window, timezone_id="Asia/Hong_Kong")
        api = f"{SITE}/api/v1/proposals/?status=delivered"
        [first, *_rest] = page.request.get(api).json()["results"]
        if "x-demonstration" not in page.request.get(api).headers:
            sys.exit(f"{SITE} is no demonstration.")
        for name, (path, width, height) in PICTURES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(SITE + path.format(moved=f"/en/proposals/{first['slug']}/"))
            keep(page, name)
        take_desk(page, first["slug"])
        take_texts(page)
        browser.close()


def take_desk(page: Page, slug: str) -> None:
    """What an editor does: the day's work, an article with its asks, a step recorded."""
    password = (Path(os.environ["VAR_DIR"]) / "editor-password").read_text().strip()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{SITE}/admin/account/login/")
    page.fill("#id_login", "editor")
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{SITE}/admin/")
    keep(page, "desk")

    page.goto(f"{SITE}/admin/proposals/source/enter/")
    for field, text in ARTICLE.items():
        page.fill(f"#id_{field}", text)
    page.select_option("#id_sector", label="安老與銀髮經濟")
    page.select_option("#id_instrument", "fund")
    for number, title in enumerate(ASKS):
        page.fill(f"#id_asks-{number}-title_hant", title)
        page.fill(f"#id_asks-{number}-summary_hant", f"建議政府{title}。")
        page.fill(f"#id_asks-{number}-locator", title)
    page.set_viewport_size({"width": 1280, "height": 1500})
    page.evaluate("scrollTo(0, 0)")
    keep(page, "entering")
    page.click("input[name=_preview]")
    page.wait_for_selector("iframe")
    page.wait_for_load_state("networkidle")
    keep(page, "together")

    page.goto(f"{SITE}/admin/proposals/proposal/?q={slug}")
    page.click("#result_list tbody th a")
    page.wait_for_url("**/change/**")
    page.set_viewport_size({"width": 1280, "height": 1300})
    keep(page, "admin")
    page.goto(page.url.split("?")[0].replace("/change/", "/record/"))
    keep(page, "recording")


def take_texts(page: Page) -> None:
    """What comes in: an article read for its asks, a list that is polled, and an official text."""
    page.goto(f"{SITE}/admin/proposals/intakepage/add/")
    page.fill("#id_text", PAGE.read_text(encoding="utf-8"))
    page.click(".submit-row input")
    page.wait_for_url("**/review/")
    run(READ_PAGE)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(page.url)
    page.keyboard.press("a")
    page.wait_for_selector("mark.accepted")
    page.evaluate("scrollTo(0, 0)")
    keep(page, "review")

    page.goto(f"{SITE}/admin/proposals/channel/add/")
    for field, text in CHANNEL.items():
        page.fill(f"#id_{field}", text)
    page.click("input[name=_continue]")
    page.wait_for_url("**/change/")
    run(READ_CHANNEL)
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(page.url)
    keep(page, "channel")

    page.goto(f"{SITE}/admin/proposals/document/")
    page.click("#result_list tbody th a")
    page.wait_for_url("**/change/**")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(page.url.split("?")[0].replace("/change/", "/decide/"))
    keep(page, "deciding")


def run(code: str) -> None:
    subprocess.run([sys.executable, "manage.py", "shell", "--command", code], check=True)


def keep(page: Page, name: str) -> None:
    page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


if __name__ == "__main__":
    take()

"""The pictures of the README, taken in Chromium of a running demonstration: `make pictures`."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SITE = f"http://localhost:{os.environ['PORT']}"
# By the name of the file: the address, and the window. The mark is at the top of each.
PICTURES = {
    "list": ("/en/proposals/?q=fund&specificity=firm", 1280, 900),
    "board": ("/proposals/?view=board", 1280, 900),
    "statistics": ("/en/stats/", 1280, 900),
    "proposal": ("{moved}", 1280, 1300),
    "phone": ("{moved}", 390, 900),
}


def take() -> None:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        api = f"{SITE}/api/v1/proposals/?status=delivered"
        [first, *_rest] = page.request.get(api).json()["results"]
        if "x-demonstration" not in page.request.get(api).headers:
            sys.exit(f"{SITE} is no demonstration.")
        for name, (path, width, height) in PICTURES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(SITE + path.format(moved=f"/en/proposals/{first['slug']}/"))
            page.screenshot(path=Path(__file__).with_name(f"{name}.png"))
        browser.close()


if __name__ == "__main__":
    take()

"""What a screen reader would read in the wrong voice: Chinese on an English page, not marked."""

import pytest

from tests.browser.pages import ADDRESSES

pytestmark = pytest.mark.browser

UNMARKED = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    const isSeen = parentElement.checkVisibility() && !parentElement.closest("textarea");
    const isEnglish = parentElement.closest("[lang]").lang.startsWith("en");
    if (isSeen && isEnglish && /\\p{Script=Han}/u.test(textContent)) found.push(textContent.trim());
  }
  return found;
}"""
VIEWS = [*(f"proposals/?view={view}" for view in ("table", "board", "chart")), "changes/", "stats/"]


def test_chinese_on_an_english_page_says_that_it_is_chinese(page, catalogue):
    unmarked = {}
    for address in [*ADDRESSES, *VIEWS]:
        # What the reader typed is in no language of ours.
        if "q=" not in address:
            page.goto(f"/en/{address}")
            unmarked[address] = page.evaluate(UNMARKED)
    assert {address: words for address, words in unmarked.items() if words} == {}

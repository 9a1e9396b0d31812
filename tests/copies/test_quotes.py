"""By which rule words that are quoted are found in a file, and by which they are not."""

import pytest

from proposals.copies import quotes
from tests.factories.copies import SAID, article


def found(quote, text):
    return quotes.stands_in(quote, [quotes.plain(text)])


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("設立銀髮基金", "政府將設立銀髮基金。"),
        # One script, and variants of a character as one.
        ("设立银发基金", "政府將設立銀髮基金。"),
        ("撥款予羣眾", "政府拨款予群众"),
        # One width and one case.
        ("撥款３０億元（ＨＫ＄）", "撥款30億元(hk$)"),
        # White space, the end of a line and of a page.
        ("設立銀髮基金", "設 立\n銀髮\f\u3000基金"),
        ("The Government will set up a fund", "the government will\n    set up a\u00a0fund"),
        # Quotation marks of any kind.
        ("設立「銀髮基金」", "設立“銀髮基金”"),
        ("設立『銀髮基金』", "設立銀髮基金"),
        # What is left out.
        ("政府將……設立基金", "政府將於明年撥款設立基金"),
        ("The Government will [...] set up", "The Government will next year set up"),
        # Numbers with commas.
        ("3,000 million", "3000 million"),
    ],
)
def test_what_is_written_otherwise_and_says_the_same_is_found(quote, text):
    assert found(quote, text)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("設立銀髮基金", "政府將研究設立基金"),
        # Another figure, another word, a word more.
        ("撥款30億元", "撥款300億元"),
        ("不會設立", "會設立"),
        ("會設立", "會考慮設立"),
        # The parts in another order, or one of them not there.
        ("設立……撥款", "撥款設立"),
        ("撥款……設立", "撥款"),
        # The same part stands but once.
        ("基金……基金", "一個基金"),
    ],
)
def test_what_says_something_else_is_not_found(quote, text):
    assert not found(quote, text)


def test_of_a_web_page_its_article_is_read_and_then_all_that_it_shows():
    page = article(SAID).replace("</body>", "<footer>修訂日期：五月</footer></body>")
    page = page.replace("銀髮基金", "<b>銀髮</b>&nbsp;<i>基金</i>").replace(
        "公布，", "公布&#65292;"
    )
    texts = quotes.texts_of(page.encode())
    assert quotes.stands_in("今日公布，將於明年撥款三十億元設立銀髮基金", texts)
    assert len(texts) == 2


def test_what_is_no_text_says_nothing():
    assert quotes.texts_of(b"\x7fELF\2\1\1\0\0\0" * 20) == []


def test_a_page_is_the_same_by_what_it_says_and_not_by_what_stands_around_it():
    def fingerprint(page):
        return quotes.fingerprint(page.encode(), quotes.texts_of(page.encode()))

    page = article(SAID)
    token = page.replace("<head>", '<head><meta name="token" content="9f3a"><script>1</script>')
    assert fingerprint(page) == fingerprint(token)
    assert fingerprint(page) != fingerprint(page.replace("三十億", "二十億"))

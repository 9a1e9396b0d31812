"""Pages as they are printed, and what is found on them."""

from proposals.intake import known
from proposals.intake.extract import Page, extract

TERMS = known.of_fixtures()


def read(text: str, threshold: float | None = None) -> Page:
    page = extract(text, TERMS) if threshold is None else extract(text, TERMS, threshold)
    for candidate in page.candidates:
        assert text[candidate.start : candidate.end] == candidate.passage
    assert page.candidates == sorted(page.candidates, key=lambda found: (found.start, found.end))
    return page


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines)


def asked(*sentences: str) -> list[str]:
    """The passages found in an article that somebody has signed."""
    text = paragraphs("談談本港近日的情況", "陳大文 區議員", *sentences)
    return [candidate.passage for candidate in read(text).candidates]


def asked_in_english(*sentences: str) -> list[str]:
    text = paragraphs("Some thoughts on our city", "By Mary Chan", " ".join(sentences))
    return [candidate.passage for candidate in read(text).candidates]


def shape(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (article.headline, [(author.name, author.capacity) for author in article.authors])
        for article in read(text).articles
    ]

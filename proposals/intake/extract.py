"""Pure: from the text of a page to its articles, and to the passages in them that ask."""

from dataclasses import dataclass, field

from proposals.intake import chinese, english
from proposals.intake.articles import Article, Sort, articles
from proposals.intake.asks import Ask
from proposals.intake.names import Author
from proposals.intake.rules import THRESHOLD
from proposals.intake.terms import Described, Terms


@dataclass(frozen=True)
class Candidate:
    """A passage that asks for something, as it is offered to an editor."""

    start: int
    end: int
    passage: str
    article: int
    authors: list[Author]
    score: float
    rules: list[str]
    described: Described


@dataclass(frozen=True)
class Page:
    """What was found in a text."""

    articles: list[Article] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)


def extract(text: str, terms: Terms, threshold: float = THRESHOLD) -> Page:
    """The articles of a page and their asks, by place; below the threshold none is given."""
    page = Page(articles(text))
    for number, article in enumerate(page.articles):
        asks = chinese.Reader(article).read() + english.Reader(article).read()
        named: dict[Author, None] = dict.fromkeys(article.authors)
        summary = _summary(article, asks)
        about = terms.about(article)
        for ask in sorted(asks, key=lambda ask: (ask.start, ask.end)):
            score = round(min(max(ask.score, 0.0), 0.99), 2)
            if score < threshold or ask.start < summary:
                continue
            start, end = article.flow.origin(ask.start), article.flow.origin(ask.end - 1) + 1
            named |= dict.fromkeys(ask.authors)
            described = terms.describe(ask, article, about)
            page.candidates.append(
                Candidate(
                    start, end, text[start:end], number, ask.authors, score, ask.rules, described
                )
            )
        article.authors = list(named)
    page.candidates.sort(key=lambda candidate: (candidate.start, candidate.end))
    return page


def _summary(article: Article, asks: list[Ask]) -> int:
    """Where the lead of a report ends, which sums up what its speakers are then quoted with."""
    if article.sort != Sort.REPORT:
        return 0
    first = min((ask.start for ask in asks if ask.authors), default=0)
    return min(first, max(article.flow.text.find("\n"), 0))

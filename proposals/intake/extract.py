"""Pure: from the text of a page to its articles, and to the passages in them that ask."""

import re
from dataclasses import dataclass, field

from proposals.choices import Finder
from proposals.folding import fold_in_place
from proposals.intake import chinese, english
from proposals.intake.articles import Article, Sort, articles
from proposals.intake.asks import Ask
from proposals.intake.flow import Flow
from proposals.intake.names import Author
from proposals.intake.rules import THRESHOLD
from proposals.intake.sentences import is_latin
from proposals.intake.terms import Described, Terms


@dataclass(frozen=True)
class Candidate:
    """A passage that asks for something, as it is offered to an editor."""

    start: int
    end: int
    passage: str
    article: int
    authors: list[Author]
    score: float | None  # None where no rule has weighed it
    rules: list[str]
    described: Described
    found_by: list[str] = field(default_factory=lambda: [Finder.RULES.value])
    drafts: dict[str, str] = field(default_factory=dict)  # texts that nobody has read yet


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


def speaking(article: Article, place: int, passage: str) -> list[Author]:
    """Who asks for a passage that no rule has found, by where it stands in its article."""
    reader = english.Reader if is_latin(passage) else chinese.Reader
    return reader(article).speaking(place)


def described(headline: str, passage: str, terms: Terms) -> Described:
    """What the words of a passage suggest that no rule has found."""
    plain = re.sub(r"(?<=[!-~])\s*\n\s*(?=[!-~])", " ", passage)
    plain = re.sub(r"\s*\n\s*", "", plain).strip()
    flow = Flow(plain, fold_in_place(plain), [0], [0])
    alone = Article(headline, 0, len(plain), [], Sort.WRITTEN, flow)
    return terms.describe(Ask(0, len(plain)), alone, terms.about(alone))


def _summary(article: Article, asks: list[Ask]) -> int:
    """Where the lead of a report ends, which sums up what its speakers are then quoted with."""
    if article.sort != Sort.REPORT:
        return 0
    first = min((ask.start for ask in asks if ask.authors), default=0)
    return min(first, max(article.flow.text.find("\n"), 0))

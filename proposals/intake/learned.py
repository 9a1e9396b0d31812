"""Pure: how much a clause reads like those that ask, by weights learnt from texts with keys."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proposals.folding import fold_in_place
from proposals.intake.articles import Article
from proposals.intake.asks import Ask
from proposals.intake.rules import THRESHOLD
from proposals.intake.sentences import Span, is_latin

# Made by benchmarks/extraction/learn.py.
WEIGHTS = Path(__file__).with_name("learned.json")
# From these odds on, as a logarithm, a clause reads like one that asks.
ALIKE = 0.3
# Where the other rules find fewer asks than this to a clause, an article rather tells what is so.
_SOME = 0.08
_LONGEST = 3
# What stands beside a clause tells less than what stands in it.
_BESIDE = 0.5
# In a text of fewer clauses their places tell nothing, and the weights were learnt from whole articles.
_FEWEST = 6
_CHARACTER = re.compile(r"\d+|.", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*|[?!:;\"“”]")

Sentences = list[tuple[Span, list[Span]]]  # each with its clauses


@cache
def weights() -> dict[str, float]:
    return dict(json.loads(WEIGHTS.read_text(encoding="utf-8")))


class Likeness:
    """How much the clauses of an article read like those that ask."""

    def __init__(self, article: Article, text: str, sentences: Sentences) -> None:
        known = weights()
        self.starts = [part.start for _, parts in sentences for part in parts]
        self.odds: list[float] = []
        if len(self.starts) >= _FEWEST:
            self.odds = [
                sum(known.get(name, 0.0) * value for name, value in told.items())
                for told in features(article, text, sentences)
            ]

    def opens(self, start: int) -> bool:
        """Whether the clause that begins there is one that asks."""
        return bool(self.odds) and self.odds[bisect_left(self.starts, start)] >= ALIKE

    def judged(self, asks: list[Ask]) -> list[Ask]:
        """Asks that have been read, and which are alike; where little is asked none is opened by it."""
        told = sum(ask.rules[0] != "learned" and ask.score >= THRESHOLD for ask in asks)
        if told < _SOME * len(self.starts):
            return [ask for ask in asks if ask.rules[0] != "learned"]
        for ask in asks:
            if self._is_alike(ask):
                ask.rules.append("alike")
        return asks

    def _is_alike(self, ask: Ask) -> bool:
        first = max(bisect_right(self.starts, ask.start) - 1, 0)
        after = max(bisect_left(self.starts, ask.end), first + 1)
        return any(odds >= ALIKE for odds in self.odds[first:after])


def features(article: Article, text: str, sentences: Sentences) -> Iterator[dict[str, float]]:
    """What is weighed of each clause: its words, those beside it, its place and its article's sort."""
    parts = [part for _, parts in sentences for part in parts]
    clauses = [text[part.start : part.end] for part in parts]
    beside = [pieces(clause, 2) for clause in clauses]
    n = 0
    for sentence, within in sentences:
        for nth, part in enumerate(within):
            told = dict.fromkeys(pieces(clauses[n], _LONGEST), 1.0)
            if n:
                told |= {f"<{piece}": _BESIDE for piece in beside[n - 1]}
            if n + 1 < len(parts):
                told |= {f">{piece}": _BESIDE for piece in beside[n + 1]}
            marks = [
                f"place {5 * part.start // len(text)}",
                f"length {min(len(_tokens(clauses[n])) // 5, 8)}",
                f"after {text[part.end : part.end + 1].strip()}",
                f"nth {min(nth, 3)}",
                f"sort {article.sort}",
                "latin" if is_latin(clauses[n]) else "",
            ]
            if part is within[-1]:
                marks.append("last")
            if sentence.start in article.flow.bullets:
                marks.append("bullet")
            yield told | dict.fromkeys(marks, 1.0)
            n += 1


def pieces(clause: str, longest: int) -> set[str]:
    """The runs of characters or words in a clause, with its ends marked and every number alike."""
    tokens = [
        "^",
        *("0" if token[0].isdecimal() else token for token, *_ in _tokens(clause)),
        "$",
    ]
    joint = " " if is_latin(clause) else ""
    return {
        joint.join(tokens[place : place + length]).lower()
        for length in range(1, longest + 1)
        for place in range(len(tokens) - length + 1)
    }


def _tokens(clause: str) -> list[tuple[str, int, int]]:
    """The words of a clause in Latin letters, else its characters, each with its place."""
    token = _WORD if is_latin(clause) else _CHARACTER
    return [(match[0], *match.span()) for match in token.finditer(clause)]


def telling(passage: str) -> list[str]:
    """The words of a passage that speak the most for its being an ask, as they stand in it."""
    folded, known = fold_in_place(passage), weights()
    tokens = _tokens(folded)
    lengths = (1, 2) if is_latin(folded) else (2, 3)

    def weight(word: tuple[int, int]) -> float:
        inside = folded[tokens[word[0]][1] : tokens[word[1] - 1][2]]
        return sum(known.get(piece, 0.0) for piece in pieces(inside, 3) if piece[0] not in "^$")

    words = [
        (place, place + length)
        for length in lengths
        for place in range(len(tokens) - length + 1)
        if all(token[0].isalnum() for token in tokens[place : place + length])
    ]
    found: list[tuple[int, int]] = []
    for start, end in sorted(words, key=lambda word: (-weight(word), word[1] - word[0], word)):
        if len(found) == 3 or weight((start, end)) <= 0:
            break
        if all(end <= other_start or other_end <= start for other_start, other_end in found):
            found.append((start, end))
    return [passage[tokens[start][1] : tokens[end - 1][2]] for start, end in sorted(found)]

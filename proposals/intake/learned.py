"""Pure: how much a Chinese clause reads like those that ask, by weights learnt from texts with keys."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from proposals.folding import fold_in_place
from proposals.intake.sentences import Span

# Made by benchmarks/extraction/learn.py.
WEIGHTS = Path(__file__).with_name("learned.json")
# From these odds on, as a logarithm, a clause is taken: about two that ask to one that does not.
CUT = 0.62
_LONGEST = 3
# What stands beside a clause tells less than what stands in it.
_BESIDE = 0.5
_WORD = re.compile(r"(?=((\w\w)\w?))")
_NUMBER = re.compile(r"\d+")


@cache
def weights() -> dict[str, float]:
    return dict(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def pieces(clause: str, longest: int) -> set[str]:
    """The runs of characters in a clause, with its ends marked and every number alike."""
    marked = f"^{_NUMBER.sub('0', clause)}$"
    return {
        marked[place : place + length]
        for length in range(1, longest + 1)
        for place in range(len(marked) - length + 1)
    }


def features(folded: str, parts: list[Span]) -> Iterator[dict[str, float]]:
    """What is weighed of each clause of an article: it, those beside it, its place and length."""
    clauses = [folded[part.start : part.end] for part in parts]
    beside = [pieces(clause, 2) for clause in clauses]
    for n, (part, clause) in enumerate(zip(parts, clauses, strict=True)):
        told = dict.fromkeys(pieces(clause, _LONGEST), 1.0)
        if n:
            told |= {f"<{piece}": _BESIDE for piece in beside[n - 1]}
        if n + 1 < len(parts):
            told |= {f">{piece}": _BESIDE for piece in beside[n + 1]}
        told[f"place {5 * part.start // len(folded)}"] = 1.0
        told[f"length {min(len(clause) // 5, 8)}"] = 1.0
        told[""] = 1.0
        yield told


def asking(folded: str, parts: list[Span]) -> set[int]:
    """Where the clauses begin that read like those that ask."""
    known = weights()
    return {
        part.start
        for part, told in zip(parts, features(folded, parts), strict=True)
        if sum(known.get(name, 0.0) * value for name, value in told.items()) >= CUT
    }


def telling(passage: str) -> list[str]:
    """The words of a passage that speak the most for its being an ask, as they stand in it."""
    folded, known = fold_in_place(passage), weights()

    def weight(place: tuple[int, int]) -> float:
        word = folded[place[0] : place[1]]
        return sum(
            known.get(word[start:end], 0.0) for start, end in combinations(range(len(word) + 1), 2)
        )

    words = [match.span(length) for match in _WORD.finditer(folded) for length in (1, 2)]
    found: list[tuple[int, int]] = []
    for start, end in sorted(words, key=lambda word: (-weight(word), word[1] - word[0], word)):
        if len(found) == 3 or weight((start, end)) <= 0:
            break
        if all(end <= other_start or other_end <= start for other_start, other_end in found):
            found.append((start, end))
    return [passage[start:end] for start, end in sorted(found)]

"""The words of official texts, whatever the asks are about, from the files in `words/`.

What editors curate (synonyms, glossary, other names) comes from the database; this is the language
itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proposals.choices import Status

_WORDS = Path(__file__).with_name("words")


def _lines(name: str) -> Iterator[str]:
    for line in (_WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def groups(name: str) -> list[tuple[str, ...]]:
    """Words of one meaning, a line each."""
    return [tuple(line.split(" / ")) for line in _lines(name)]


@cache
def single(name: str) -> list[str]:
    """Words parted by spaces."""
    return [word for line in _lines(name) for word in line.split()]


@cache
def cues() -> dict[str, list[str]]:
    """Patterns by the heading they stand under."""
    found: dict[str, list[str]] = {}
    for line in _lines("cues"):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            under = found.setdefault(line[1:-1], [])
        else:
            under.append(line)
    return found


@cache
def statuses() -> dict[str, dict[Status, float]]:
    """What each cue speaks for, by its name; "" is what is so without any."""
    header, *rows = _lines("statuses")
    order = [Status(name) for name in header.split()]
    told = {}
    for row in rows:
        name, *weights = row.split()
        told["" if name == "-" else name] = dict(zip(order, map(float, weights), strict=True))
    return told

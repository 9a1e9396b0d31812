"""How long 1,000 paragraphs take against 10,000 asks.

    python benchmarks/matching/speed.py [PARAGRAPHS [ASKS]]

No database: the asks are made of the halves of those in fixtures/, so that each shares its rare
terms with a hundred others, which is harder than a catalogue that grows by new subjects.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

import run

FIXTURES = Path(__file__).parents[2] / "fixtures"


def main(paragraphs: int = 1_000, asks: int = 10_000) -> None:
    run.set_up()
    from proposals.choices import EvidenceClass
    from proposals.uptake import catalogue
    from proposals.uptake.asks import Ask
    from proposals.uptake.matching import Matcher
    from proposals.uptake.passages import cut

    drawn = random.Random(13)  # noqa: S311 - the same asks each time
    known = catalogue.asks_of(FIXTURES)

    def mixed(place: int) -> Ask:
        one, other = drawn.choice(known), drawn.choice(known)
        return Ask(
            slug=f"ask-{place}",
            title=halves(one.title, other.title),
            summary=halves(one.summary, other.summary),
            places=one.places,
        )

    made = [*known, *(mixed(place) for place in range(asks - len(known)))]
    said = [
        f"{one.summary[0]}政府會研究有關意見。{drawn.choice(known).summary[0]}" for one in known
    ]
    text = "\n\n".join(f"{n}. {drawn.choice(said)}" for n in range(1, paragraphs + 1))
    began = time.process_time()
    matcher = Matcher(made, catalogue.lexicon_of(FIXTURES))
    indexed = time.process_time()
    passages = cut(text)
    kind = EvidenceClass.OFFICIAL_DOCUMENT
    found = sum(len(matches) for _, matches in matcher.match(passages, kind=kind))
    ended = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(passages):,} passages, {len(made):,} asks: {indexed - began:.1f} s to index, "
        f"{ended - indexed:.1f} s to match, {found:,} matches, {memory} MB"
    )


def halves(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    first, second = (a[: len(a) // 2] + b[len(b) // 2 :] for a, b in zip(one, other, strict=True))
    return first, second


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

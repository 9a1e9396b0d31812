"""The weights of `proposals/uptake/scoring.py`, fitted anew on the texts of this folder.

    python benchmarks/matching/fit.py

Prints how well each text is matched by weights that were fitted without it (in twelve parts), by
the first part of its name, and then the weights fitted on all, to be put into the module; do it
twice, since the best sentence of a passage is chosen by the weights before.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import run

# How much a weight costs, so that few texts do not make large ones.
COSTS = (1.0, 0.5)
PARTS = 12
LEAST = (0.2, 0.3, 0.35, 0.4, 0.5)

Array = Any


@dataclass
class Text:
    """The pairs of one text and an ask that are looked at, by passage."""

    name: str
    # How many matches its key has, found or not.
    keyed: int
    signals: list[Array]
    # What each pair has beside others, but for the odds.
    beside: list[Array]
    # Which text and ask each is about: passages that answer one ask are rivals.
    slugs: list[list[str]]
    named: list[Array]


def main() -> None:
    run.set_up()
    from proposals.uptake.scoring import Signals

    read = texts()
    print("| left out, at a score of | precision | recall |\n|---|---|---|")
    for name, found in left_out(read).items():
        for least in LEAST:
            right = sum(float(named[scores >= least].sum()) for scores, named, _ in found)
            given = sum(int((scores >= least).sum()) for scores, _, _ in found)
            keyed = sum(count for _, _, count in found)
            print(f"| {name}, {least} | {right / max(given, 1):.2f} | {right / keyed:.2f} |")
    alone, beside = trained(read)
    print("\nWEIGHTS = Signals(")
    for signal, weight in zip(Signals._fields, alone, strict=False):
        print(f"    {signal}={weight:.2f},")
    print(f")\nWEIGHTS_BIAS = {alone[-1]:.2f}")
    weights = ", ".join(f"{weight:.2f}" for weight in beside[:-1])
    print(f"ALONE, AHEAD, BEHIND, OWN, SPOKEN, RIVALLED = {weights}")
    print(f"BIAS = {beside[-1]:.2f}")


def texts() -> list[Text]:
    """The texts that have a key, with the signals of each pair."""
    from proposals.uptake.passages import cut

    matcher, keyed_texts = run.prepared([])
    read = []
    for path, text, key in keyed_texts:
        one = Text(path.stem, sum(len(p["matches"]) for p in key["paragraphs"]), [], [], [], [])
        for passage, found in matcher.compared(cut(text)):
            if not found:
                continue
            keyed = {
                match["proposal"]
                for paragraph in key["paragraphs"]
                if passage.start < paragraph["end"] and paragraph["start"] < passage.end
                for match in paragraph["matches"]
            }
            one.signals.append(np.array([pair.signals for pair in found]))
            one.beside.append(np.array([(pair.own, pair.is_spoken) for pair in found], float))
            one.slugs.append([pair.profile.ask.slug for pair in found])
            one.named.append(np.array([slug in keyed for slug in one.slugs[-1]], float))
        read.append(one)
    return read


def left_out(read: list[Text]) -> dict[str, list[tuple[Array, Array, int]]]:
    """By kind of name, the scores of each text by the weights of the others, with its key."""
    found: dict[str, list[tuple[Array, Array, int]]] = defaultdict(list)
    for part in range(PARTS):
        weights = trained([text for place, text in enumerate(read) if place % PARTS != part])
        for text in read[part::PARTS]:
            if text.signals:
                row = (scored(text, weights), np.hstack(text.named), text.keyed)
                for name in (text.name.split("-")[0], "all"):
                    found[name].append(row)
    return dict(sorted(found.items()))


def trained(read: list[Text]) -> tuple[Array, Array]:
    named = np.hstack([named for text in read for named in text.named])
    rows = np.vstack([signals for text in read for signals in text.signals])
    alone = fitted(rows, named, COSTS[0])
    rows = np.vstack([beside_others(text, alone) for text in read if text.signals])
    return alone, fitted(rows, named, COSTS[1])


def beside_others(text: Text, alone: Array) -> Array:
    """What Compared knows of each pair beside other asks and other passages."""
    from proposals.uptake.scoring import FAR

    odds = [signals @ alone[:-1] + alone[-1] for signals in text.signals]
    best: dict[str, float] = {}
    for slugs, ones in zip(text.slugs, odds, strict=True):
        for slug, one in zip(slugs, ones, strict=True):
            best[slug] = max(best.get(slug, one), one)
    rows = []
    for slugs, ones, beside in zip(text.slugs, odds, text.beside, strict=True):
        first, *more = sorted(ones, reverse=True)
        next_best = more[0] if more else first - FAR
        lead = np.where(ones == first, ones - next_best, ones - first)
        sides = lead.clip(0, FAR), lead.clip(-FAR, 0)
        rivalled = np.array(ones - [best[slug] for slug in slugs]).clip(-FAR, 0)
        rows.append(np.column_stack([ones, *sides, beside, rivalled]))
    return np.vstack(rows)


def scored(text: Text, weights: tuple[Array, Array]) -> Array:
    alone, beside = weights
    return 1 / (1 + np.exp(-(beside_others(text, alone) @ beside[:-1] + beside[-1])))


def fitted(rows: Array, keyed: Array, cost: float) -> Array:
    """Logistic regression by Newton's method; the last weight is what stands for itself."""
    rows = np.column_stack([rows, np.ones(len(rows))])
    costs = np.diag([cost] * (rows.shape[1] - 1) + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - keyed) + costs @ weights
        bend = (rows.T * (likely * (1 - likely))) @ rows + costs
        weights -= np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()

"""What each cue speaks for (`proposals/uptake/words/statuses.txt`), fitted anew.

    python benchmarks/matching/fit_statuses.py [--write] [NAME …]

On the texts of this folder and the sentences of statuses.txt beside it; texts whose names begin
with a NAME are left out and told apart. Prints how many statuses are right in texts that the
weights were fitted without (in eight parts), by the first part of their names.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import run

# How much a weight costs, so that few texts do not make large ones.
COST = 3.0
PARTS = 8
STEPS = 400

Array = Any
# The name of a text, the status that its key tells, and how much of each cue it has.
Row = tuple[str, str, dict[str, float]]


def main(names: list[str], *, writes: bool) -> None:
    run.set_up()
    from proposals.uptake.acts import STATUSES

    order = [status.value for status in STATUSES]
    rows = [*answers(), *sentences()]
    cues = sorted({cue for _, _, signs in rows for cue in signs})
    given = np.array([[*(signs.get(cue, 0.0) for cue in cues), 1.0] for _, _, signs in rows])
    keyed = np.array([order.index(status) for _, status, _ in rows])
    left = np.array([bool(names) and name.startswith(tuple(names)) for name, _, _ in rows])
    told = np.array([name.split("-")[0] for name, _, _ in rows])
    texts = sorted({name for name, _, _ in rows})
    right = np.zeros(len(rows), bool)
    for part in range(PARTS):
        here = np.isin([name for name, _, _ in rows], texts[part::PARTS])
        fits = ~here & ~left
        right[here] = (given[here] @ fitted(given[fits], keyed[fits])).argmax(1) == keyed[here]
    for kind in sorted(set(told)):
        print(f"| {kind} | {(told == kind).sum()} | {right[told == kind].mean():.2f} |")
    print(f"| all | {len(rows)} | {right.mean():.2f} |")
    weights = fitted(given[~left], keyed[~left])
    if writes:
        lines = [
            "# How much each cue speaks for each status; fitted, not written by hand.",
            " ".join(order),
        ]
        for cue, row in zip([*cues, "-"], weights, strict=True):
            lines.append(" ".join([cue, *(f"{weight:.2f}" for weight in row)]))
        path = run.ROOT / "proposals" / "uptake" / "words" / "statuses.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def answers() -> Iterator[Row]:
    """What the texts say beside each ask that their keys tell, where it is found."""
    from proposals.choices import EvidenceClass
    from proposals.uptake import days
    from proposals.uptake.acts import signs
    from proposals.uptake.matching import THRESHOLD
    from proposals.uptake.passages import cut

    matcher, texts = run.prepared([])
    for path, text, key in texts:
        written = days.of_document(text)
        for one in matcher.read(cut(text), EvidenceClass.OTHER, written):
            keyed = {
                match["proposal"]: match["status"]
                for paragraph in key["paragraphs"]
                if one.passage.start < paragraph["end"] and paragraph["start"] < one.passage.end
                for match in paragraph["matches"]
            }
            for pair in one.found:
                ask = pair.profile.ask
                if ask.slug in keyed and pair.score >= THRESHOLD:
                    title = " ".join(ask.title)
                    yield path.stem, keyed[ask.slug], signs(one.evidence(pair), title, written)


def sentences() -> Iterator[Row]:
    """The sentences that were made up."""
    from proposals.uptake.acts import signs

    lines = Path(__file__).with_name("statuses.txt").read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        if line and not line.startswith("#"):
            status, text = line.split("\t")
            yield f"sentences-{place % PARTS}", status, signs(parts(text))


def parts(text: str) -> Iterator[tuple[str, float]]:
    """What stands in 〔〕, or all where nothing does, is about the ask; the rest is beside it."""
    from proposals.uptake.matching import AFTER, BEFORE

    beside, within, after = text.partition("〔")
    if not within:
        yield text, 1.0
        return
    about, _, after = after.partition("〕")
    yield beside, BEFORE
    yield about, 1.0
    yield after, AFTER


def fitted(rows: Array, keyed: Array) -> Array:
    """Softmax regression, by steps that adapt to each weight (Adam)."""
    wanted = np.eye(keyed.max() + 1)[keyed]
    weights = np.zeros((rows.shape[1], wanted.shape[1]))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        odds = rows @ weights
        likely = np.exp(odds - odds.max(1, keepdims=True))
        slope = rows.T @ (likely / likely.sum(1, keepdims=True) - wanted)
        slope[:-1] += COST * weights[:-1]
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main([name for name in arguments if name != "--write"], writes="--write" in arguments)

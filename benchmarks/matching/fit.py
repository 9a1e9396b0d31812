"""The weights of `proposals/uptake/scoring.py`, fitted anew on the texts of this folder.

    python benchmarks/matching/fit.py

Prints how well the texts of each kind of name are found by weights that were fitted on the others,
and then the weights fitted on all, to be put into the module; do it twice, since the best sentence
of a passage is chosen by the weights before.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import run

# How much a weight costs, so that few texts do not make large ones.
COSTS = (2.0, 1.0)
FAR = 6.0

Array = Any


def main() -> None:
    run.set_up()
    from proposals.uptake.scoring import Signals

    groups = pairs()
    print("| fitted on others, at a score of | precision | recall |\n|---|---|---|")
    for name in groups:
        others = [passage for other in groups if other != name for passage in groups[other]]
        scores, keyed = scored(groups[name], trained(others))
        for least in (0.2, 0.3, 0.4):
            found = keyed[scores >= least]
            print(f"| {name}, {least} | {found.mean():.2f} | {found.sum() / keyed.sum():.2f} |")
    alone, beside = trained([passage for group in groups.values() for passage in group])
    print("\nWEIGHTS = Signals(")
    for signal, weight in zip(Signals._fields, alone, strict=False):
        print(f"    {signal}={weight:.2f},")
    print(f")\nWEIGHTS_BIAS = {alone[-1]:.2f}")
    print("ALONE, LEAD, OWN, SPOKEN =", ", ".join(f"{weight:.2f}" for weight in beside[:-1]))
    print(f"BIAS = {beside[-1]:.2f}")


def pairs() -> dict[str, list[tuple[Array, Array, Array]]]:
    """For each passage its asks: their signals, what they have beside others, and whether the key
    names them; by the first part of the name of the text."""
    from proposals.uptake.passages import cut

    matcher, texts = run.prepared([])
    groups: dict[str, list[tuple[Array, Array, Array]]] = defaultdict(list)
    for path, text, key in texts:
        for passage in cut(text):
            found = matcher.compared(passage)
            keyed = {
                match["proposal"]
                for paragraph in key["paragraphs"]
                if passage.start < paragraph["end"] and paragraph["start"] < passage.end
                for match in paragraph["matches"]
            }
            if found:
                groups[path.stem.split("-")[0]].append(
                    (
                        np.array([one.signals for one in found]),
                        np.array([(one.own, one.is_spoken) for one in found], float),
                        np.array([one.profile.ask.slug in keyed for one in found], float),
                    )
                )
    return groups


def trained(passages: list[tuple[Array, Array, Array]]) -> tuple[Array, Array]:
    keyed = np.hstack([named for _, _, named in passages])
    alone = fitted(np.vstack([signals for signals, _, _ in passages]), keyed, COSTS[0])
    return alone, fitted(beside_others(passages, alone), keyed, COSTS[1])


def beside_others(passages: list[tuple[Array, Array, Array]], alone: Array) -> Array:
    rows = []
    for signals, beside, _ in passages:
        odds = signals @ alone[:-1] + alone[-1]
        best, *more = sorted(odds, reverse=True)
        behind = more[0] if more else best - FAR
        lead = np.where(odds == best, odds - behind, odds - best).clip(-FAR, FAR)
        rows.append(np.column_stack([odds, lead, beside]))
    return np.vstack(rows)


def scored(
    passages: list[tuple[Array, Array, Array]], weights: tuple[Array, Array]
) -> tuple[Array, Array]:
    alone, beside = weights
    odds = beside_others(passages, alone) @ beside[:-1] + beside[-1]
    return 1 / (1 + np.exp(-odds)), np.hstack([named for _, _, named in passages])


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

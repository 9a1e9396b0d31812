"""Each newspaper page scored by numbers that were found on the others.

    python benchmarks/extraction/left_out.py FOLDER

Which words open an ask was written down by hand with all pages in sight, and no program can take
that back. What it can leave a page out of is the numbers: the score from which on a passage is
offered, and the weights of the rules. Both are found here on the other pages, the weights by
logistic regression over the rules that each passage meets, the score by the best F1 there; and the
page is scored by them. FOLDER has the pages, as for score.py.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from score import Text, known, overlap, printed, share

from proposals.intake.extract import Candidate, extract
from proposals.intake.rules import RULES, THRESHOLD

NAMES = sorted(RULES)
# How strongly weights are held to nothing; a rule that the other pages never meet weighs nothing.
_HELD = 1.0


def weigh(passages: list[Candidate], right: list[bool]) -> np.ndarray:
    met, wanted = features(passages), np.array(right, float)
    weights = np.zeros(met.shape[1])
    for _ in range(30):  # Newton's method; it has long settled by then
        told = 1 / (1 + np.exp(-met @ weights))
        slope = met.T @ (wanted - told) - _HELD * weights
        curve = (met * (told * (1 - told))[:, None]).T @ met + _HELD * np.eye(met.shape[1])
        weights += np.linalg.solve(curve, slope)
    return weights


def features(passages: list[Candidate]) -> np.ndarray:
    rows = [[name in passage.rules for name in NAMES] + [True] for passage in passages]
    return np.array(rows, float)


def is_right(passage: Candidate, text: Text) -> bool:
    return any(overlap(passage.start, passage.end, ask.start, ask.end) >= 0.5 for ask in text.asks)


def score(text: Text, offered: list[Candidate]) -> Counter[str]:
    found = [
        ask
        for ask in text.asks
        if any(overlap(each.start, each.end, ask.start, ask.end) >= 0.5 for each in offered)
    ]
    return Counter(
        {
            "offered": len(offered),
            "right": sum(is_right(each, text) for each in offered),
            "asks": len(text.asks),
            "found": len(found),
            "firm": sum(ask.is_firm for ask in text.asks),
            "firm found": sum(ask.is_firm for ask in found),
        }
    )


def f1(told: Counter[str]) -> float:
    precision = told["right"] / max(told["offered"], 1)
    recall = told["found"] / max(told["asks"], 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def above(passages: list[Candidate], points: np.ndarray, cut: float) -> list[Candidate]:
    return [each for each, point in zip(passages, points, strict=True) if point >= cut]


def best_cut(texts: list[Text], found: list[list[Candidate]], points: list[np.ndarray]) -> float:
    def reached(cut: float) -> float:
        told: Counter[str] = Counter()
        for text, passages, point in zip(texts, found, points, strict=True):
            told += score(text, above(passages, point, cut))
        return f1(told)

    cuts = sorted({round(float(point), 3) for each in points for point in each})
    return max(cuts, key=reached)


def by_hand(passages: list[Candidate]) -> np.ndarray:
    return np.array([each.score for each in passages], float)


def main(folder: Path) -> None:
    texts, terms = printed(folder), known.of_fixtures()
    found = [extract(text.text, terms, threshold=-1.0).candidates for text in texts]
    totals: dict[str, Counter[str]] = {name: Counter() for name in ("as is", "cut", "weights")}
    for n, text in enumerate(texts):
        others = [k for k in range(len(texts)) if k != n]
        rest, read = [texts[k] for k in others], [found[k] for k in others]
        cut = best_cut(rest, read, [by_hand(each) for each in read])
        passages = [each for page in read for each in page]
        right = [is_right(each, t) for t, page in zip(rest, read, strict=True) for each in page]
        weights = weigh(passages, right)
        learnt = best_cut(rest, read, [features(each) @ weights for each in read])
        told = {
            "as is": score(text, above(found[n], by_hand(found[n]), THRESHOLD)),
            "cut": score(text, above(found[n], by_hand(found[n]), cut)),
            "weights": score(text, above(found[n], features(found[n]) @ weights, learnt)),
        }
        for name, counted in told.items():
            totals[name] += counted
            print(text.name[:3], f"{name:8} {cut:.2f}", row(counted))
    for name, counted in totals.items():
        print(name, row(counted))


def row(told: Counter[str]) -> str:
    return " | ".join(
        share(told[part], told[whole])
        for part, whole in (("right", "offered"), ("firm found", "firm"), ("found", "asks"))
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

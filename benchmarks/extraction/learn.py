"""Learns by what words a clause reads like those that ask.

    python benchmarks/extraction/learn.py FOLDER [--without town voices] [--to weights.json]

A logistic regression over the clauses of the invented pages and of the newspaper pages in FOLDER,
each marked by the keys. Of the latter each clause counts four times: without them what a report or
an editorial tells in the words of politics would be taken for asks. The same texts give the same
weights. No database is read.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
from score import Text, printed, written

from proposals.intake import learned
from proposals.intake.articles import articles
from proposals.intake.sentences import in_latin, with_clauses

# How strongly weights are held to nothing, and how often a clause of a newspaper page counts.
_HELD = 5.0
_PRINTED = 4.0
# What fewer clauses have is left out, and so is a weight that is nearer to nothing.
_FEWEST = 3
_LEAST = 0.05


def marked(texts: list[Text]) -> tuple[list[dict[str, float]], list[bool]]:
    """Each clause by what is weighed of it, and whether it stands in an ask."""
    told, asks = [], []
    for text in texts:
        for article in articles(text.text):
            flow = article.flow
            latin = [(sentence, [sentence]) for sentence in in_latin(flow.text)]
            for words, read in ((flow.folded, list(with_clauses(flow.folded))), (flow.text, latin)):
                told += list(learned.features(article, words, read))
                for span in (part for _, parts in read for part in parts):
                    start, end = flow.origin(span.start), flow.origin(span.end - 1) + 1
                    asks.append(any(ask.shared(start, end) >= 0.5 for ask in text.asks))
    return told, asks


def fit(told: list[dict[str, float]], asks: np.ndarray, counts: np.ndarray) -> dict[str, float]:
    """The weights by Newton's method, each step of which is found by conjugate gradients."""
    met = Counter(name for each in told for name in each)
    names = sorted(name for name, times in met.items() if times >= _FEWEST)
    place = {name: n for n, name in enumerate(names)}
    cells = [
        (row, place[name], value)
        for row, each in enumerate(told)
        for name, value in each.items()
        if name in place
    ]
    rows, columns, values = (np.array(each) for each in zip(*cells, strict=True))

    def by_row(weights: np.ndarray) -> np.ndarray:
        return np.bincount(rows, values * weights[columns], len(told))

    def by_name(points: np.ndarray) -> np.ndarray:
        return np.bincount(columns, values * points[rows], len(names))

    weights = np.zeros(len(names))
    for _ in range(12):  # it has long settled by then
        odds = 1 / (1 + np.exp(-by_row(weights)))
        curve = counts * odds * (1 - odds)
        left = by_name(counts * (asks - odds)) - _HELD * weights
        step, way, size = np.zeros(len(names)), left, left @ left
        for _ in range(60):
            bent = by_name(curve * by_row(way)) + _HELD * way
            along = size / (way @ bent)
            step, left = step + along * way, left - along * bent
            size, before = left @ left, size
            if size < 1e-12:
                break
            way = left + size / before * way
        weights += step
    return {
        name: round(float(weight), 2)
        for name, weight in zip(names, weights, strict=True)
        if abs(weight) >= _LEAST
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="the folder of the newspaper pages")
    parser.add_argument("--without", nargs="*", default=[], help="texts whose names begin so")
    parser.add_argument("--to", type=Path, default=learned.WEIGHTS)
    asked = parser.parse_args()
    invented = [
        text
        for text in written(Path(__file__).parent / "texts", "")
        if not text.name.startswith(tuple(asked.without))
    ]
    pages = [
        text for text in printed(asked.pages) if not text.name.startswith(tuple(asked.without))
    ]
    told, asks = marked(invented)
    more, more_asks = marked(pages)
    counts = np.repeat([1.0, _PRINTED], [len(told), len(more)])
    weights = fit(told + more, np.array(asks + more_asks, float), counts)
    lines = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    asked.to.write_text(lines + "\n", encoding="utf-8")
    print(f"{len(told) + len(more)} clauses, {len(weights)} weights")


if __name__ == "__main__":
    main()

"""How well official texts are matched with the catalogue's asks, at the default score.

    python benchmarks/matching/run.py [--errors] [NAME …]

NAME is the beginning of the name of a text, such as `fresh`, or of more of one; all without any.
A keyed ask that was merged into another stands for that one.
No database: the asks are those in fixtures/. Prints a table for results.md, and with `--errors`
each match that is wrong or missing.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEXTS = Path(__file__).parent / "texts"

Matches = dict[str, Any]


def set_up() -> None:
    """Django without a database."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    os.environ["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    import django

    django.setup()


class Scores(Counter[str]):
    """What was found, missing and wrong, added up."""

    def line(self, name: str) -> str:
        found, wrong, missing = self["found"], self["wrong"], self["missing"]
        shares = (
            found / max(found + wrong, 1),
            found / max(found + missing, 1),
            self["status"] / max(found, 1),
            self["relation"] / max(found, 1),
        )
        return f"| {name} | {found + missing} | " + " | ".join(f"{s:.2f}" for s in shares) + " |"


def prepared(names: list[str]) -> tuple[Any, list[tuple[Path, str, Matches]]]:
    """The asks of the catalogue, and the texts of these names with their keys."""
    from proposals.uptake import catalogue
    from proposals.uptake.matching import Matcher

    folder = ROOT / "fixtures"
    with (folder / "proposals.csv").open(encoding="utf-8-sig", newline="") as file:
        merged = {row["slug"]: row["merged_into"] or row["slug"] for row in csv.DictReader(file)}
    texts = []
    for path in sorted(TEXTS.glob("*.json")):
        if names and not path.name.startswith(tuple(names)):
            continue
        key = json.loads(path.read_text(encoding="utf-8"))
        for paragraph in key["paragraphs"]:
            for match in paragraph["matches"]:
                match["proposal"] = merged[match["proposal"]]
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            texts.append((path, file.read(), key))
    return Matcher(catalogue.asks_of(folder), catalogue.lexicon_of(folder)), texts


def main(names: list[str], *, shows_errors: bool) -> None:
    set_up()
    matcher, texts = prepared(names)
    total = Scores()
    kinds: dict[str, Scores] = {}
    for path, text, key in texts:
        scores = scored(matcher, text, key, path.stem if shows_errors else "")
        total.update(scores)
        kinds.setdefault(key["kind"], Scores()).update(scores)
    print("| kind | matches | precision | recall | status | relation |\n|---|---|---|---|---|---|")
    for kind, scores in sorted(kinds.items()):
        print(scores.line(kind))
    print(total.line("all"))


def scored(matcher: Any, text: str, key: Matches, shown: str) -> Scores:
    """The matches of one text against its key, by paragraphs that overlap."""
    from proposals.uptake import days
    from proposals.uptake.documents import evidence_class
    from proposals.uptake.passages import cut

    scores = Scores()
    found = list(
        matcher.match(cut(text), kind=evidence_class(text), written=days.of_document(text))
    )
    told: set[tuple[int, str]] = set()
    for place, paragraph in enumerate(key["paragraphs"]):
        wanted = {match["proposal"]: match for match in paragraph["matches"]}
        for passage, matches in found:
            if passage.start >= paragraph["end"] or paragraph["start"] >= passage.end:
                continue
            for match in matches:
                slug = match.ask.slug
                if (place, slug) in told:
                    continue
                told.add((place, slug))
                if slug not in wanted:
                    scores["wrong"] += 1
                    report(shown, "wrong", match, paragraph)
                    continue
                key_ = wanted.pop(slug)
                scores["found"] += 1
                scores["status"] += match.status == key_["status"]
                scores["relation"] += match.relation == key_["relation"]
                if (match.status, match.relation) != (key_["status"], key_["relation"]):
                    report(shown, f"{key_['status']} {key_['relation']}, not", match, paragraph)
        for slug in wanted:
            scores["missing"] += 1
            if shown:
                print(f"{shown}: missing {slug}\n    {paragraph['passage']}")
    return scores


def report(shown: str, what: str, match: Any, paragraph: Matches) -> None:
    if shown:
        print(
            f"{shown}: {what} {match.status} {match.relation}: {match.ask.slug} "
            f"{match.score} {match.terms}\n    {paragraph['passage']}"
        )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(
        [name for name in arguments if name != "--errors"],
        shows_errors="--errors" in arguments,
    )

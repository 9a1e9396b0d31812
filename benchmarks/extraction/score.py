"""How well asks are found in opinion pages, passage by passage.

    python benchmarks/extraction/score.py [--only open-] [--show]
    python benchmarks/extraction/score.py --pages FOLDER [--show]

The first scores the invented pages in texts/ against their keys; the second scores the five
newspaper pages that the catalogue was made from, which are not ours to publish and lie in FOLDER,
against the locators in fixtures/. No database is read: the taxonomy is that of fixtures/.

A candidate is right by a passage of the key where the two have half of the shorter one in common.
Strictly, each passage makes one candidate right at most, and each candidate finds one passage.
The catalogue knows a proposal by one phrase of it, so that of a newspaper page it is also told how
many candidates stand in the sentence of such a phrase.
"""

import argparse
import csv
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
os.environ.setdefault("DATABASE_URL", "postgresql://nobody/none")  # never asked
os.environ.setdefault("SECRET_KEY", "for-a-benchmark-0123456789-abcdefghijklmnopqrstuvwxyz")

import django

django.setup()

from proposals.intake import known
from proposals.intake.extract import Page, extract
from proposals.intake.rules import THRESHOLD


@dataclass
class Key:
    """One ask as somebody read it."""

    start: int
    end: int
    authors: set[str]
    article: int
    is_firm: bool
    sector: str = ""
    instrument: str = ""
    more: list[tuple[int, int]] = field(default_factory=list)  # what else belongs to it

    def shared(self, start: int, end: int) -> float:
        places = [(self.start, self.end), *self.more]
        return max(overlap(start, end, *place) for place in places)


@dataclass
class Text:
    """A page, what is asked in it, and what only looks so."""

    name: str
    text: str
    asks: list[Key]
    near_misses: list[tuple[int, int, str]]
    articles: list[tuple[str, set[str], int, int]]


def written(folder: Path, only: str) -> list[Text]:
    """The invented pages with their keys."""
    found = []
    for path in sorted(folder.glob("*.json")):
        if not path.stem.startswith(only):
            continue
        told = json.loads(path.read_text(encoding="utf-8"))
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        asks = [
            Key(
                ask["start"],
                ask["end"],
                set(ask["authors"]),
                ask["article"],
                ask["specificity"] == "firm",
                ask["sector"],
                ask["instrument"],
            )
            for ask in told["asks"]
        ]
        misses = [(miss["start"], miss["end"], miss["kind"]) for miss in told["near_misses"]]
        articles = [
            (a["headline"], {author["name"] for author in a["authors"]}, a["start"], a["end"])
            for a in told["articles"]
        ]
        found.append(Text(path.stem, text, asks, misses, articles))
    return found


def printed(folder: Path) -> list[Text]:
    """The pages that the catalogue was made from, with the locators of its proposals as keys."""
    proposals, attributions = rows("proposals"), rows("attributions")
    sources = rows("sources")
    names = {row["slug"]: row["name_hant"] for row in rows("authors")}
    found: list[Text] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        # A column's label may stand on other pages than the article that has nothing else.
        at = {row["slug"]: text.find(row["headline"]) for row in sources if row["slug"] not in seen}
        order = sorted((slug for slug in at if at[slug] >= 0), key=lambda slug: at[slug])
        seen.update(order)
        headlines = {row["slug"]: row["headline"] for row in sources}
        articles: list[tuple[str, set[str], int, int]] = [
            (headlines[slug], set(), at[slug], -1) for slug in order
        ]
        asks: dict[str, Key] = {}
        left_out: list[tuple[int, int, str]] = []
        for row in sorted(proposals, key=lambda row: bool(row["merged_into"])):
            start = text.find(row["locator"])
            end = start + len(row["locator"])
            if start < 0:
                continue
            if row["publication_state"] == "withdrawn":
                left_out.append((start, end, "left out"))
            elif row["merged_into"]:
                asks[row["merged_into"]].more.append((start, end))
            else:
                asks[row["slug"]] = Key(
                    start,
                    end,
                    {names[a["author"]] for a in attributions if a["proposal"] == row["slug"]},
                    order.index(row["source"]),
                    row["specificity"] == "firm",
                    row["sector"],
                    row["instrument"],
                )
        keys = sorted(asks.values(), key=lambda ask: ask.start)
        found.append(Text(path.stem, text, keys, left_out, articles))
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """How much of the shorter of two passages the other covers."""
    common = min(end, other_end) - max(start, other_start)
    return max(common, 0) / max(min(end - start, other_end - other_start), 1)


def score(text: Text, page: Page, *, show: bool) -> Counter[str]:
    told: Counter[str] = Counter()
    candidates, asks = page.candidates, text.asks
    by_key = {
        (i, k): shared
        for i, c in enumerate(candidates)
        for k, ask in enumerate(asks)
        if (shared := ask.shared(c.start, c.end)) >= 0.5
    }
    right = {i for i, _ in by_key}
    hit = {k for _, k in by_key}
    pairs = one_to_one(by_key)
    told["candidates"], told["right"], told["right, strictly"] = (
        len(candidates),
        len(right),
        len(pairs),
    )
    told["in its sentence"] = sum(
        i in right or any(in_one_sentence(text.text, c.start, ask.start) for ask in asks)
        for i, c in enumerate(candidates)
    )
    told["asks"], told["found"], told["found, strictly"] = len(asks), len(hit), len(pairs)
    firm = {k for k, ask in enumerate(asks) if ask.is_firm}
    told["firm"], told["firm found"] = len(firm), len(firm & hit)
    told["firm found, strictly"] = len(firm & set(pairs.values()))
    for i, k in pairs.items():
        told["pairs"] += 1
        told["authors right"] += {a.name for a in candidates[i].authors} == asks[k].authors
        told["articles right"] += headline_at(text, asks[k]) == plain(
            page.articles[candidates[i].article].headline
        )
        told["sectors right"] += candidates[i].described.sector == asks[k].sector
        told["instruments right"] += candidates[i].described.instrument == asks[k].instrument
        told["specificity right"] += (candidates[i].described.specificity == "firm") == asks[
            k
        ].is_firm
    for start, end, _kind in text.near_misses:
        told["near misses"] += 1
        told["near misses taken"] += any(
            overlap(c.start, c.end, start, end) >= 0.5 and i not in right
            for i, c in enumerate(candidates)
        )
    found = {
        plain(article.headline): {a.name for a in article.authors} for article in page.articles
    }
    told["headlines"] += len(text.articles)
    told["headlines right"] += sum(plain(headline) in found for headline, *_ in text.articles)
    told["articles more"] += max(len(page.articles) - len(text.articles), 0)
    signed = [(headline, authors) for headline, authors, _s, end in text.articles if end >= 0]
    told["bylines"] += len(signed)
    told["bylines right"] += sum(
        found.get(plain(headline)) == authors for headline, authors in signed
    )
    if show:
        tell(text, page, right, hit, pairs, found)
    return told


def in_one_sentence(text: str, one: int, other: int) -> bool:
    return not any(stop in text[min(one, other) : max(one, other)] for stop in "。！？")


def one_to_one(by_key: dict[tuple[int, int], float]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    for (i, k), _shared in sorted(by_key.items(), key=lambda item: (-item[1], item[0])):
        if i not in pairs and k not in pairs.values():
            pairs[i] = k
    return pairs


def headline_at(text: Text, ask: Key) -> str:
    return plain(text.articles[ask.article][0])


def plain(headline: str) -> str:
    return "".join(headline.split())


def tell(
    text: Text, page: Page, right: set[int], hit: set[int], pairs: dict[int, int],
    found: dict[str, set[str]],
) -> None:  # fmt: skip
    """What went wrong in one text."""
    print(f"== {text.name}")
    for headline, authors, _start, end in text.articles:
        if plain(headline) not in found:
            print(f"   no article: {headline}")
        elif end >= 0 and found[plain(headline)] != authors:
            print(f"   authors of {headline}: {found[plain(headline)]}, not {authors}")
    if len(page.articles) > len(text.articles):
        print(f"   articles: {[a.headline for a in page.articles]}")
    for i, candidate in enumerate(page.candidates):
        if i not in right:
            kind = next(
                (
                    k
                    for s, e, k in text.near_misses
                    if overlap(candidate.start, candidate.end, s, e) >= 0.5
                ),
                "",
            )
            print(
                f"   not asked {candidate.score} {line(candidate.passage)} {candidate.rules} {kind}"
            )
        elif i in pairs and {a.name for a in candidate.authors} != text.asks[pairs[i]].authors:
            print(
                f"   author {[a.name for a in candidate.authors]} "
                f"not {text.asks[pairs[i]].authors}: {line(candidate.passage)[:20]}"
            )
    for k, ask in enumerate(text.asks):
        if k not in hit:
            firm = "firm" if ask.is_firm else "soft"
            before = text.text[max(ask.start - 25, 0) : ask.start]
            print(f"   missed ({firm}) {line(before)} >>{line(text.text[ask.start : ask.end])}<<")


def line(passage: str) -> str:
    return " ".join(passage.split())


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part} of {whole})" if whole else "–"


def report(told: Counter[str]) -> None:
    print("| | by overlap | strictly |")
    print("|---|---|---|")
    for name, of, by in (
        ("precision", "candidates", "right"),
        ("recall on firm", "firm", "firm found"),
        ("recall on all", "asks", "found"),
    ):
        print(
            f"| {name} | {share(told[by], told[of])} | {share(told[f'{by}, strictly'], told[of])} |"
        )
    for name, part, whole in (
        ("in the sentence of an ask", "in its sentence", "candidates"),
        ("near misses taken", "near misses taken", "near misses"),
        ("headlines right", "headlines right", "headlines"),
        ("articles' authors right", "bylines right", "bylines"),
        ("article of a candidate right", "articles right", "pairs"),
        ("authors of a candidate right", "authors right", "pairs"),
        ("sector right", "sectors right", "pairs"),
        ("instrument right", "instruments right", "pairs"),
        ("firm or soft right", "specificity right", "pairs"),
    ):
        print(f"| {name} | {share(told[part], told[whole])} | |")
    print(f"| articles that are none | {told['articles more']} | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help="the folder of the newspaper pages")
    parser.add_argument("--only", default="", help="only texts whose names begin so")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--show", action="store_true", help="what went wrong, text by text")
    parser.add_argument("--texts", type=Path, default=Path(__file__).parent / "texts")
    asked = parser.parse_args()
    texts = printed(asked.pages) if asked.pages else written(asked.texts, asked.only)
    terms = known.of_fixtures()
    total: Counter[str] = Counter()
    began = time.process_time()
    pages = [extract(text.text, terms, asked.threshold) for text in texts]
    seconds = time.process_time() - began
    for text, page in zip(texts, pages, strict=True):
        told = score(text, page, show=asked.show)
        total += told
        print(
            f"{text.name}: precision {share(told['right'], told['candidates'])}, "
            f"firm {share(told['firm found'], told['firm'])}, "
            f"all {share(told['found'], told['asks'])}"
        )
    report(total)
    articles = sum(len(page.articles) for page in pages)
    print(
        f"{articles} articles in {seconds:.2f} s of a processor: "
        f"{60 * articles / seconds:.0f} a minute"
    )


if __name__ == "__main__":
    main()

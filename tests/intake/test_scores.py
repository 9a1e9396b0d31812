"""On the invented pages extraction stays as good as the figures say that it is."""

import json

from tests import ROOT
from tests.intake.pages import read

TEXTS = ROOT / "benchmarks" / "extraction" / "texts"


def shared(one, other):
    """How much of the shorter of two passages the other covers."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / min(one[1] - one[0], other[1] - other[0])


def test_nine_in_ten_firm_asks_are_found_and_nine_in_ten_candidates_are_right():
    candidates = right = firm = found = headlines = printed = 0
    for path in sorted(TEXTS.glob("*.json")):
        key = json.loads(path.read_text(encoding="utf-8"))
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            page = read(file.read())
        offered = [(candidate.start, candidate.end) for candidate in page.candidates]
        asks = [(ask["start"], ask["end"], ask["specificity"]) for ask in key["asks"]]
        candidates += len(offered)
        right += sum(any(shared(place, ask) >= 0.5 for ask in asks) for place in offered)
        for ask in asks:
            if ask[2] == "firm":
                firm += 1
                found += any(shared(place, ask) >= 0.5 for place in offered)
        told = {"".join(article.headline.split()) for article in page.articles}
        headlines += len(key["articles"])
        printed += sum("".join(a["headline"].split()) in told for a in key["articles"])
    assert right / candidates >= 0.9
    assert found / firm >= 0.9
    assert printed / headlines >= 0.95

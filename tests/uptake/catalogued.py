"""A small catalogue to match with, in no database."""

from proposals.choices import EvidenceClass
from proposals.uptake.asks import Ask
from proposals.uptake.matching import THRESHOLD, Matcher
from proposals.uptake.passages import cut
from proposals.uptake.tokens import Lexicon, NamedPlace

ASKS = [
    Ask(
        "ferry-subsidy",
        ("設立離島渡輪票價補貼", "Set up a fare subsidy for ferries to outlying islands"),
        (
            "建議運輸署設立離島渡輪票價補貼，減輕居民負擔。",
            "Proposes a subsidy of ferry fares for the residents of outlying islands.",
        ),
        ("離島渡輪票價補貼", "Ferry fare subsidy"),
    ),
    Ask(
        "ferry-piers",
        ("翻新離島渡輪碼頭", "Renovate the ferry piers of outlying islands"),
        (
            "建議翻新各離島的渡輪碼頭，加建上蓋和座位。",
            "Proposes that piers be renovated, with roofs and seats.",
        ),
    ),
    Ask(
        "peru-film-week",
        ("與秘魯合辦電影週", "Hold a film week with Peru"),
        ("建議與秘魯合辦電影週，介紹安第斯山的導演。", "Proposes a film week jointly with Peru."),
        places=("秘魯",),
    ),
    Ask(
        "school-swimming",
        ("把游泳列為小學必修課", "Make swimming compulsory in primary schools"),
        ("建議教育局把游泳列為小學必修課。", "Proposes compulsory swimming lessons."),
    ),
    Ask(
        "lower-retail-tax",
        ("降低零售商鋪差餉", "Lower the rates of shops"),
        ("建議降低零售商鋪的差餉，支持小店。", "Proposes that shops pay lower rates."),
    ),
]
LEXICON = Lexicon(
    [("渡輪", "小輪", "ferry", "ferries"), ("差餉", "rates")],
    [NamedPlace(("秘魯", "Peru")), NamedPlace(("利馬", "Lima"), "秘魯")],
)


def matched(text, threshold=THRESHOLD):
    """The matches of a text, passage by passage."""
    matcher = Matcher(ASKS, LEXICON)
    kind = EvidenceClass.OFFICIAL_DOCUMENT
    return [matches for _, matches in matcher.match(cut(text), threshold, kind=kind)]


def slugs(text):
    return [[match.ask.slug for match in matches] for matches in matched(text)]

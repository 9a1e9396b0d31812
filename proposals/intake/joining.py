"""Pure: which asks of one Chinese sentence belong together, and which a general call only announces."""

from itertools import pairwise

from proposals.intake.asks import Ask
from proposals.intake.carrying import DETAIL, HELPS, MANNER, SERIES, SETS_UP, WEAK_OBJECT

# What makes an ask one of its own: a thing, a name, a figure.
TELLING = frozenset(("thing", "named", "figure"))


def settled(folded: str, found: list[Ask]) -> list[Ask]:
    """A general call falls where its own measures follow it; what says more of one joins it."""
    kept: list[Ask] = []
    for ask in found:
        if kept and _heads(folded, kept[-1], ask):
            ask.start = kept.pop().start
            kept.append(ask)
        elif kept and _belongs(folded, kept[-1], ask):
            kept[-1].end = ask.end
            kept[-1].rules += [r for r in TELLING if r in ask.rules and r not in kept[-1].rules]
        else:
            kept.append(ask)
    for ask, following in pairwise(kept):
        is_spelt_out = folded[ask.end : ask.end + 1] == ":" or (
            "direction" in ask.rules and "concrete" in following.rules and ask.end - ask.start <= 24
        )
        helps = HELPS.match(folded, ask.body, ask.end) and "named" not in ask.rules
        if is_spelt_out and (helps or not TELLING & set(ask.rules)):
            ask.rules.append("general")
    return kept


def _heads(folded: str, before: Ask, ask: Ask) -> bool:
    """Whether a clause only numbers the next and says in a word what it is about."""
    is_next = folded[before.end : ask.start] == ","
    told = folded[before.start : before.end]
    return is_next and len(told) - before.body + before.start <= 4 and bool(SERIES.match(told))


def _belongs(folded: str, before: Ask, ask: Ask) -> bool:
    """Whether a clause only says more of the measure that the one before it asks for."""
    told, more = (folded[each.start : each.end] for each in (before, ask))
    between = folded[before.end : ask.start].strip()
    if WEAK_OBJECT.search(told) and len(between) <= 1 and more[0] in "将把":
        return True
    if "plain" in ask.rules and between == ",":
        return True
    if "goes_on" not in ask.rules or between not in (",", "、"):
        return False
    scheme = SETS_UP.search(told.split(",")[0]) and DETAIL.match(more)
    step = folded.startswith("先", before.body) and more.startswith("再")
    return bool(scheme or (between == "," and (step or MANNER.match(more))))

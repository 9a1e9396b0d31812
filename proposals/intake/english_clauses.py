"""Pure: how an English sentence opens an ask by a word of speech or a modal, and what its parts say."""

import re
from dataclasses import dataclass

from proposals.intake.phrases import (
    A_THING,
    ACTOR,
    CARE,
    CLOSER,
    DONE_TO,
    FIGURE,
    FOREIGN,
    GERUND,
    GOVERNMENT,
    GOVERNMENT_SPEAKS,
    HOW,
    IN_FORCE,
    MAIN,
    NAMED,
    NO_MEASURE,
    OFFERS,
    OURS,
    PAST,
    PRIVATE,
    RULED,
    SOFT,
    SPEAKER,
    THAT_IT_BE,
    THE_CITY,
    THING,
    TO_HAVE,
    VERB,
    WEAK_MODAL,
)


@dataclass(frozen=True)
class Opened:
    """How a sentence asks: before its verb, where that and the passage begin, what speaks against."""

    rule: str
    prefix: str
    body: int
    begin: int
    against: tuple[str, ...] = ()
    passive: bool = False


def is_said(text: str, speech: re.Match[str]) -> bool:
    """Whether somebody says it: the subject stands before, or some way before "…, calling for"."""
    before = text[: speech.start()].rstrip()
    if re.match("ask|want|request", speech["verb"], re.IGNORECASE):
        addressed = text[speech.end() - 5 : speech.end() + 60]
        is_our_wish = re.search(r"\b(?:I|we) $", text[: speech.start()], re.IGNORECASE) and (
            speech["verb"].lower().startswith("want")
        )
        if not is_our_wish and not ACTOR.search(addressed):
            return False
    return bool(SPEAKER.search(before)) or (
        before.endswith((",", " is", " are", " been")) and speech["verb"].split()[0].endswith("ing")
    )


def spoken(text: str, speech: re.Match[str], begin: int) -> Opened:
    body = speech.end()
    rest = text[body : body + 80]
    against = []
    addressed = rest.removeprefix("the ").removeprefix("all ")
    if PRIVATE.match(addressed) or (PRIVATE.search(rest[:40]) and not ACTOR.search(rest[:60])):
        against.append("private_actor")
    if GOVERNMENT_SPEAKS.search(text[begin : speech.start()]):
        against.append("past")
    to = re.search(r"\bto\s+", rest)
    skip = to.end() if to and ACTOR.search(rest[: to.start()]) else 0
    return Opened("speech_act", rest, body + skip, begin, tuple(against))


def owed(text: str, modal: re.Match[str], begin: int) -> Opened:
    prefix = text[begin : modal.start()]
    # What stands between two commas before the verb is no subject of it.
    whose = re.sub(r",[^,]{1,60},\s*$", " ", prefix)
    subject = MAIN.sub("", whose.rstrip(" ,")) or whose
    passive = bool(modal["be"]) and bool(DONE_TO.match(text[modal.end() :]))
    against = []
    if HOW.search(prefix):
        against.append("question")
    if (
        PRIVATE.search(subject)
        and not ACTOR.search(subject)
        and not passive
        and not TO_HAVE.match(text, modal.end())
    ):
        against.append("private_actor")
    if FOREIGN.search(prefix) and not OURS.search(prefix):
        against.append("foreign")
    if (modal["not"] and not modal["adverb"]) or modal["oughtnot"]:
        against.append("negative")
    against += _on_nobody(prefix)
    if CARE.match(text, modal.end()) and not ACTOR.search(subject):
        against.append("private_actor")
    is_in_force = re.match("must|has to|have to|shall", modal["modal"], re.IGNORECASE)
    if RULED.match(prefix):
        against.append("past")
        prefix = subject  # the law itself is not who is to act
    elif (
        is_in_force
        and re.match("(?:An?|Any|Every|Each) ", prefix)
        and IN_FORCE.match(text, modal.end())
        and not ACTOR.search(prefix)
    ):
        against.append("past")
    rule = "permission" if WEAK_MODAL.fullmatch(modal["modal"]) else "duty"
    if rule == "permission" and THE_CITY.search(prefix) and OFFERS.match(text, modal.end()):
        against.append("capability")
    return Opened(rule, prefix, modal.end(), begin, tuple(against), passive)


def _on_nobody(prefix: str) -> list[str]:
    """What speaks against it where anybody is its subject, or it will have to be done some day."""
    if re.search(r"\b(?:one|you)\s*$", prefix, re.IGNORECASE):
        return ["private_actor"]
    is_later = re.search(r"\b(?:will|would|may|might)\s*$", prefix)
    return ["past"] if is_later and not GOVERNMENT.search(prefix) else []


def _verb(part: str, *, passive: bool) -> str:
    gerund = GERUND.match(part)
    if gerund:
        stem = gerund["stem"] + (gerund["letter"] or "")
        if any(VERB.fullmatch(form) for form in (gerund["stem"], f"{gerund['stem']}e", stem)):
            return "concrete"
    if THAT_IT_BE.match(part) or passive or (VERB.match(part) and not SOFT.match(part)):
        return "concrete"
    if SOFT.match(part) or CLOSER.match(part):
        return "direction"
    return "concrete" if THING.search(part) and A_THING.match(part) else "unknown_verb"


def weigh(part: str, prefix: str, *, passive: bool) -> list[str]:
    found = [_verb(part, passive=passive)]
    if ACTOR.search(prefix) and (not PRIVATE.search(prefix) or GOVERNMENT.search(prefix)):
        found.append("public_actor")
    patterns = (("thing", THING), ("named", NAMED), ("figure", FIGURE))
    found += [rule for rule, pattern in patterns if pattern.search(part)]
    if NO_MEASURE.match(part):
        found.append("vague")
    if PAST.search(part[:40]):
        found.append("past")
    return found

"""Pure: which parts of an English article ask for something."""

import re

from proposals.intake.articles import Article, Sort
from proposals.intake.asks import Ask
from proposals.intake.names import Author
from proposals.intake.phrases import (
    A_THING_WOULD,
    ACTOR,
    BOUND,
    ENTERS,
    ENUMERATOR,
    FIGURE,
    FOREIGN,
    FRAME,
    HEADS,
    HOPE_IF,
    HOW,
    IF,
    IMPLICIT,
    IRONY,
    LET,
    MAIN,
    MODAL,
    NAMED,
    NEEDS,
    OFFICIAL,
    OPPOSED,
    ORDERED,
    OTHERS,
    PAST,
    PRIVATE,
    RESULT,
    SAID,
    SOFT,
    SPEAKER,
    SPEECH,
    TAIL,
    THING,
    TITLE_BEFORE,
    VERB,
    WEAK_MODAL,
)
from proposals.intake.sentences import Span, is_latin, latin_sentences


class Reader:
    """Reads one article sentence by sentence and remembers what carries over."""

    def __init__(self, article: Article) -> None:
        self.flow = article.flow
        self.text = article.flow.text
        self.is_report = article.sort != Sort.WRITTEN
        self.authors = list(article.authors)
        self.framed = bool(self.flow.bullets) and bool(FRAME.search(f"{article.headline}:"))
        self.went_before = False
        self.asks: list[Ask] = []
        self._known: dict[str, Author] = {}

    def read(self) -> list[Ask]:
        """The asks in English; sentences in Chinese are left to who reads those."""
        start = 0
        for line in self.text.split("\n"):
            bulleted = start in self.flow.bullets
            if not bulleted and not ENUMERATOR.match(line):
                self.framed = self.framed and bool(FRAME.search(line))
                self.went_before = False
            for sentence in latin_sentences(self.text, start, start + len(line)):
                if not is_latin(self.text[sentence.start : sentence.end]):
                    continue
                self._hear(sentence)
                found = self._sentence(sentence, bulleted=bulleted)
                self._oppose(sentence, found)
                self.asks += found
                text = self.text[sentence.start : sentence.end]
                self.framed = self.framed or (bool(FRAME.search(text)) and not PAST.search(text))
                self.went_before = any(ask.score >= 0.5 for ask in found)
            start += len(line) + 1
        return self.asks

    def _hear(self, sentence: Span) -> None:
        if not self.is_report:
            return
        text = self.text[sentence.start : sentence.end]
        match = SAID.search(text) or ENTERS.search(text)
        if not match:
            return
        said = match.groupdict()
        full = (said["before"] or said.get("after") or "").strip()
        name = HEADS.sub("", HEADS.sub("", full))
        known = next(
            (a for k, a in self._known.items() if name in k or name.split()[-1] == k.split()[-1]),
            None,
        )
        if not known and (len(name.split()) > 1 or "-" in name):
            about = (said["about"] or said.get("about2") or "").strip(" ,").removeprefix("who ")
            titled = TITLE_BEFORE.search(
                text[: match.start("before") if said["before"] else match.start("after")]
            )
            title = full[: -len(name)].strip() if len(full) > len(name) else ""
            known = Author(name, about or title or (titled[1] if titled else ""))
            self._known[name] = known
        self.authors = [known] if known else self.authors

    def _oppose(self, sentence: Span, found: list[Ask]) -> None:
        if not found and OPPOSED.search(self.text, sentence.start, sentence.end):
            for ask in self.asks[-2:]:
                if sentence.start - ask.end < 160 and "others" in ask.rules:
                    ask.rules.append("opposed")

    def _sentence(self, sentence: Span, *, bulleted: bool) -> list[Ask]:
        text = self.text[sentence.start : sentence.end]
        lead = ENUMERATOR.match(text)
        begin = lead.end() if lead else 0
        if text.rstrip("”\"' ").endswith("?") and not re.search(
            r"\bwhy not\b|\b(?:may|might) (?:I|we) \w+", text, re.IGNORECASE
        ):
            return []
        whole = [
            rule
            for rule, pattern in (("others", OTHERS), ("opposed", OPPOSED), ("irony", IRONY))
            if pattern.search(text)
        ]
        if any(OFFICIAL.search(author.capacity) for author in self.authors):
            whole.append("official")
        opened = self._opened(text, begin, bulleted=bulleted, listed=bool(lead))
        if not opened:
            return []
        rule, prefix, body_at, from_at, against = opened
        found: list[Ask] = []
        for number, (start, end) in enumerate(self._parts(text, body_at)):
            part = text[start:end]
            rules = [
                rule if not number else "goes_on",
                *against,
                *self._weigh(
                    part,
                    prefix,
                    passive=rule == "duty" and "be " in text[max(0, start - 12) : start],
                ),
            ]
            rules += [r for r in whole if r not in rules]
            first = from_at if not number else start
            found.append(
                Ask(
                    sentence.start + first,
                    sentence.start + end,
                    rules,
                    list(self.authors),
                    sentence.start + start,
                )
            )
        return found

    def _opened(  # noqa: C901, PLR0911, PLR0912, the openings stand in their order
        self, text: str, begin: int, *, bulleted: bool, listed: bool
    ) -> tuple[str, str, int, int, list[str]] | None:
        """By which rule a sentence asks, who is to act, where what to do begins, and the passage."""
        against: list[str] = []
        if IF.match(text[begin:]):
            comma = text.find(",", begin)
            if HOPE_IF.match(text[begin:]) and comma > 0 and RESULT.search(text, comma):
                return "condition", text[begin:comma], begin, begin, against
            if comma < 0:
                return None
            begin = comma + 2
        speech = next(
            (
                m
                for m in SPEECH.finditer(text, begin)
                if SPEAKER.search(text[: m.start()]) or m.start() == begin
            ),
            None,
        )
        modal = next((m for m in MODAL.finditer(text, begin) if self._asks(text, m, begin)), None)
        if speech and (not modal or speech.start() < modal.start()):
            body = speech.end()
            rest = text[body : body + 80]
            if PRIVATE.match(rest.removeprefix("the ").removeprefix("all ")) or (
                PRIVATE.search(rest[:40]) and not ACTOR.search(rest[:60])
            ):
                against.append("private_actor")
            if re.search(
                r"\b(?:government|administration|bureau|department|officials|secretary)\s+(?:has |have |had |also )?$",
                text[begin : speech.start()],
                re.IGNORECASE,
            ):
                against.append("past")
            to = re.search(r"\bto\s+", rest)
            return (
                "speech_act",
                rest,
                body + (to.end() if to and ACTOR.search(rest[: to.start()]) else 0),
                begin,
                against,
            )
        if modal:
            prefix = text[begin : modal.start()]
            # What stands between two commas before the verb is no subject of it.
            whose = re.sub(r",[^,]{1,60},\s*$", " ", prefix)
            subject = MAIN.sub("", whose.rstrip(" ,")) or whose
            if HOW.search(prefix):
                against.append("question")
            parenthesis = re.sub(r",[^,]*,\s*$", " ", prefix)
            if (PRIVATE.search(subject) and not ACTOR.search(subject)) or (
                PRIVATE.match(parenthesis.strip()) and parenthesis != prefix
            ):
                against.append("private_actor")
            if FOREIGN.search(prefix) and not re.search(
                r"Hong Kong|SAR|[Oo]ur|\bthe city\b", prefix
            ):
                against.append("foreign")
            if modal["not"] and not modal["adverb"]:
                against.append("negative")
            weak = WEAK_MODAL.fullmatch(modal["modal"])
            return "permission" if weak else "duty", prefix, modal.end(), begin, against
        if let := LET.match(text[begin:]):
            return "implicit", "", begin + let.end(), begin, against
        if (needs := NEEDS.search(text, begin)) and not PRIVATE.search(text[begin : needs.start()]):
            return "implicit", text[begin : needs.start()], needs.end(), begin, against
        if A_THING_WOULD.match(text[begin:]):
            return "implicit", "", begin, begin, against
        if implicit := IMPLICIT.search(text, begin):
            body = implicit.end() if implicit.end() < len(text) - 8 else begin
            return "implicit", "", body, body, against
        if (self.framed and (bulleted or listed)) or (bulleted and self.framed):
            return "frame", "", begin, begin, against
        does = VERB.match(text[begin:])
        told = THING.search(text[begin:]) or FIGURE.search(text[begin:])
        if does and (listed or (told and (self.went_before or ORDERED.match(text[begin:])))):
            return "carried", "", begin, begin, against
        return None

    def _asks(self, text: str, modal: re.Match[str], begin: int) -> bool:
        prefix, body = text[begin : modal.start()], text[modal.end() :]
        if WEAK_MODAL.fullmatch(modal["modal"]):
            named = ACTOR.search(prefix) or (
                self.went_before and re.search(r"\b(?:it|they)\s*$", prefix)
            )
            return bool(named) and bool(VERB.match(body)) and not modal["be"]
        return bool(body.strip()) and not re.search(r"\bI\s*$", prefix)

    def _parts(self, text: str, begin: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        last = begin
        for cut in BOUND.finditer(text, begin + 6):
            if re.match(r"\s*to\s", text[last:]) or cut.start() - last < 8:
                continue
            found.append((last, cut.start()))
            last = cut.end()
        found.append((last, len(text)))
        trimmed = []
        for start, end in found:
            tail = TAIL.search(text, start, end)
            stop = tail.start() if tail and tail.start() - start > 12 else end
            part = text[start:stop].rstrip(' .;:,!?”"\n')
            if len(part) > 5:
                trimmed.append((start, start + len(part)))
        return trimmed

    def _weigh(self, part: str, prefix: str, *, passive: bool) -> list[str]:
        found = [
            "concrete"
            if passive or (VERB.match(part) and not SOFT.match(part))
            else "direction"
            if SOFT.match(part)
            else "unknown_verb"
        ]
        if found == ["unknown_verb"] and (
            THING.search(part)
            and re.match(
                r"(?:an? |the |more |longer |better |stricter |higher |free |\w+ [\w ]{3,60}? be \w+)",
                part,
            )
        ):
            found = ["concrete"]
        if found == ["unknown_verb"] and re.match(
            r"(?:\w+er ties|closer|more) ", part, re.IGNORECASE
        ):
            found = ["direction"]
        if ACTOR.search(prefix) and not (
            PRIVATE.search(prefix) and not re.search(r"government|authorit|bureau", prefix)
        ):
            found.append("public_actor")
        found += [
            rule
            for rule, pattern in (("thing", THING), ("named", NAMED), ("figure", FIGURE))
            if pattern.search(part)
        ]
        if PAST.search(part[:40]):
            found.append("past")
        return found

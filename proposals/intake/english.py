"""Pure: which parts of an English article ask for something."""

import re

from proposals.intake.articles import Article, Sort
from proposals.intake.asks import Ask
from proposals.intake.english_clauses import Opened, is_said, owed, spoken, weigh
from proposals.intake.learned import Likeness, Sentences
from proposals.intake.names import Author
from proposals.intake.phrases import (
    A_GOOD_ONE,
    A_THING,
    A_THING_WOULD,
    ACTOR,
    AFTER_STOP,
    ASKED,
    BARE_NAME,
    BE_DONE,
    BOUND,
    DOING_IS,
    DOING_WOULD,
    DONE_TO,
    ENTERS,
    ENUMERATOR,
    FELT,
    FIGURE,
    FOREIGN,
    FRAME,
    HAPPENS,
    HEADS,
    HOPE,
    HOPE_IF,
    I_REFER,
    IF,
    IF_DONE,
    IMPLICIT,
    IRONY,
    KEY_ASKED,
    LED_UP,
    LET,
    LISTED,
    MODAL,
    NEEDS,
    NEEDS_A,
    NEEDY,
    NOBODY,
    NOTED,
    NTH,
    OFFICIAL,
    ONLY_BY,
    OPPOSED,
    ORDERED,
    OTHERS,
    OURS,
    PAST,
    PRIVATE,
    RESULT,
    SAID,
    SPEECH,
    TAIL,
    THERE_IS,
    THING,
    TITLE_BEFORE,
    TOLD,
    VERB,
    WEAK_MODAL,
    WHAT_TO_DO,
    WHY_NOT,
    WOULD_PAY,
)
from proposals.intake.sentences import Span, in_latin, is_latin, latin_sentences

# No report has more; each name is compared with all of them.
_MOST_SPEAKERS = 200
# What ends a passage and is no part of it.
_TRAIL = ' .;:,!?”"\n'


class Reader:
    """Reads one article sentence by sentence and remembers what carries over."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.flow = article.flow
        self.text = article.flow.text
        self.is_report = article.sort != Sort.WRITTEN
        self.authors = list(article.signed)
        self.framed = bool(self.flow.bullets) and bool(FRAME.search(f"{article.headline}:"))
        self.went_before = False
        self.asks: list[Ask] = []
        self._known: dict[str, Author] = {}

    def read(self) -> list[Ask]:
        """The asks in English; sentences in Chinese are left to who reads those."""
        read: Sentences = [(sentence, [sentence]) for sentence in in_latin(self.text)]
        likeness = Likeness(self.article, self.text, read)
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
                if not found and likeness.opens(sentence.start):
                    found = [self._unopened(sentence)]
                self._oppose(sentence, found)
                self.asks += found
                text = self.text[sentence.start : sentence.end]
                self.framed = self.framed or (bool(FRAME.search(text)) and not PAST.search(text))
                self.went_before = any(ask.score >= 0.5 for ask in found) or bool(
                    KEY_ASKED.match(text.strip())
                )
            start += len(line) + 1
        return likeness.judged(self.asks)

    def speaking(self, place: int) -> list[Author]:
        """Whose words stand at a place of the text."""
        for sentence in latin_sentences(self.text, 0, len(self.text)):
            if self.flow.origin(sentence.start) > place:
                break
            self._hear(sentence)
        return list(self.authors)

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
            if len(self._known) < _MOST_SPEAKERS:
                self._known[name] = known
        self.authors = [known] if known else self.authors

    def _unopened(self, sentence: Span) -> Ask:
        """What opens in no known way and reads like an ask."""
        text = self.text[sentence.start : sentence.end].rstrip(_TRAIL)
        rules = ["learned", *weigh(text, "", passive=False), *self._of_all(text)]
        return Ask(sentence.start, sentence.start + len(text), rules, list(self.authors))

    def _of_all(self, text: str) -> list[str]:
        """What is true of all that a sentence says."""
        patterns = (("others", OTHERS), ("opposed", OPPOSED), ("irony", IRONY))
        found = [rule for rule, pattern in patterns if pattern.search(text)]
        if any(OFFICIAL.search(author.capacity) for author in self.authors):
            found.append("official")
        return found

    def _oppose(self, sentence: Span, found: list[Ask]) -> None:
        if not found and OPPOSED.search(self.text, sentence.start, sentence.end):
            for ask in self.asks[-2:]:
                if sentence.start - ask.end < 160 and "others" in ask.rules:
                    ask.rules.append("opposed")

    def _sentence(self, sentence: Span, *, bulleted: bool) -> list[Ask]:
        text = self.text[sentence.start : sentence.end]
        lead = ENUMERATOR.match(text)
        begin = lead.end() if lead else 0
        asked = ASKED.match(text[begin:])
        who = asked and ACTOR.search(asked["who"]) and not HAPPENS.match(text, begin + asked.end())
        if text.rstrip("”\"' ").endswith("?") and not (who or WHY_NOT.search(text)):
            return []
        if FRAME.search(text) and not PAST.search(text) and (told := self._told(sentence)):
            return told
        whole = self._of_all(text)
        opened = self._opened(text, begin, bulleted=bulleted, listed=bool(lead))
        if not opened:
            return []
        found: list[Ask] = []
        for number, (start, end) in enumerate(self._parts(text, opened.body)):
            passive = opened.passive and not number
            rules = [opened.rule if not number else "goes_on", *opened.against]
            rules += weigh(text[start:end], opened.prefix, passive=passive)
            rules += [rule for rule in whole if rule not in rules]
            is_short = len(text[start:end].split()) < 4 and not A_THING.match(text[start:end])
            if {"implicit", "unknown_verb"} <= set(rules) and (
                is_short
                or not (ACTOR.search(text) or THING.search(text) or BE_DONE.match(text[start:end]))
            ):
                rules.append("vague")
            first = sentence.start + (start if number else opened.begin)
            found.append(
                Ask(first, sentence.start + end, rules, list(self.authors), sentence.start + start)
            )
        return found

    def _told(self, sentence: Span) -> list[Ask]:
        """The things that a sentence announces and then names after a colon."""
        text = self.text[sentence.start : sentence.end]
        colon = text.find(":")
        if colon < 0 or len(text) - colon < 8:
            return []
        return [
            Ask(
                sentence.start + start,
                sentence.start + end,
                ["frame", *weigh(text[start:end], "", passive=False)],
                list(self.authors),
                sentence.start + start,
            )
            for start, end in self._parts(text, colon + 2, things=True)
        ]

    def _opened(  # noqa: C901, PLR0911, the openings stand in their order
        self, text: str, begin: int, *, bulleted: bool, listed: bool
    ) -> Opened | None:
        if IF.match(text[begin:]):
            comma = text.find(",", begin)
            if HOPE_IF.match(text[begin:]) and comma > 0 and RESULT.search(text, comma):
                return Opened("condition", text[begin:comma], begin, begin)
            if comma < 0:
                return None
            begin = comma + 2
        if I_REFER.match(text, begin):
            return None
        if only := ONLY_BY.match(text[begin:]):
            return Opened("condition", "", begin + only.end(), begin)
        nth = NTH.match(text[begin:]) if self.framed else None
        if nth and not BARE_NAME.match(text, begin + nth.end()):
            return Opened("frame", "", begin + nth.end(), begin + nth.end())
        if FRAME.search(text) and text.rstrip().endswith((".", ":")) and not SPEECH.search(text):
            return None
        if what := WHAT_TO_DO.match(text[begin:]):
            return Opened("implicit", "", begin + what.end(), begin + what.end())
        if WHY_NOT.search(text) and (implied := self._implied(text, begin)):
            return implied
        told = (m for m in SPEECH.finditer(text, begin) if is_said(text, m))
        speech = SPEECH.match(text, begin) or next(told, None)
        modal = next((m for m in MODAL.finditer(text, begin) if self._asks(text, m, begin)), None)
        if speech and (not modal or speech.start() < modal.start()):
            return spoken(text, speech, begin)
        if modal:
            return owed(text, modal, begin)
        return self._implied(text, begin) or self._listed(
            text, begin, bulleted=bulleted, listed=listed
        )

    def _implied(  # noqa: C901, PLR0911, one for each way to imply
        self, text: str, begin: int
    ) -> Opened | None:
        if let := LET.match(text[begin:]):
            return Opened("implicit", "", begin + let.end(), begin)
        needs = NEEDS.search(text, begin)
        if needs and not PRIVATE.search(text[begin : needs.start()]):
            return Opened("implicit", text[begin : needs.start()], needs.end(), begin)
        if text.rstrip("”\"' ").endswith("?") and (asked := ASKED.match(text[begin:])):
            return Opened("implicit", asked["who"], begin + asked.end(), begin)
        pays = WOULD_PAY.match(text[begin:])
        if pays and not (PRIVATE.search(pays[0]) or FOREIGN.search(pays[0])):
            return Opened("verdict", "", begin, begin)
        if A_THING_WOULD.match(text[begin:]):
            return Opened("implicit", "", begin, begin)
        if doing := DOING_WOULD.search(text, begin) or DOING_IS.search(text, begin):
            return Opened("implicit", "", doing.start(), doing.start())
        if done := IF_DONE.search(text, begin):
            return Opened("condition", text[done.end() :], done.end(), done.end())
        needed = NEEDS_A.search(text, begin)
        if (
            needed
            and not re.match("An? ", text[begin:])
            and NEEDY.search(text[begin : needed.start()])
        ):
            return Opened("implicit", text[begin : needed.start()], needed.end(), begin)
        if (hope := HOPE.search(text, begin)) and (
            ACTOR.search(text, hope.end()) or THING.search(text, hope.end())
        ):
            return Opened("wish", text[hope.end() :], hope.end(), begin)
        implicit = IMPLICIT.search(text, begin)
        if implicit and not NOBODY.search(text[begin : implicit.start()].rstrip() or " "):
            body = implicit.end() if implicit.end() < len(text) - 8 else begin
            return Opened("implicit", "", body, body)
        return None

    def _listed(self, text: str, begin: int, *, bulleted: bool, listed: bool) -> Opened | None:
        if self.framed and (bulleted or listed) and not THERE_IS.match(text, begin):
            return Opened("frame", "", begin, begin)
        if FOREIGN.search(text, begin) and not OURS.search(text, begin):
            return None
        if led := LED_UP.match(text[begin:]):
            begin += led.end()
        if TOLD.match(text[begin:]):
            return Opened("carried", "", begin, begin)
        if (stop := AFTER_STOP.search(text, begin)) and TOLD.match(text[stop.end() :]):
            return Opened("carried", "", stop.end(), stop.end())
        told = THING.search(text[begin:]) or FIGURE.search(text[begin:])
        goes_on = listed or (told and (self.went_before or ORDERED.match(text[begin:])))
        return Opened("carried", "", begin, begin) if goes_on and VERB.match(text[begin:]) else None

    def _asks(self, text: str, modal: re.Match[str], begin: int) -> bool:
        prefix, body = text[begin : modal.start()], text[modal.end() :]
        if modal["be"] and FELT.match(body):
            return False
        if A_GOOD_ONE.match(prefix.rstrip()):
            return False
        if modal["be"] and NOTED.match(body) and re.search(r"\b[Ii]t\s*$", prefix):
            return False
        if WEAK_MODAL.fullmatch(modal["modal"]):
            if modal["be"]:
                return bool(DONE_TO.match(body)) and (
                    bool(THING.search(body))
                    or bool(
                        self.went_before
                        and not re.search(r"\b(?:he|she|they|it)\b|[’']s\b", prefix)
                    )
                )
            named = ACTOR.search(prefix) or (
                self.went_before and re.search(r"\b(?:it|they)\s*$", prefix)
            )
            ours = re.search(r"\bour \w+\s*$", prefix) and not PRIVATE.search(prefix)
            return bool(named or ours) and not HAPPENS.match(body)
        return bool(body.strip()) and not re.search(r"\bI\s*$", prefix)

    def _parts(self, text: str, begin: int, *, things: bool = False) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        last = begin
        for cut in (LISTED if things else BOUND).finditer(text, begin + 6):
            if re.match(r"\s*to\s", text[last:]) or cut.start() - last < 8:
                continue
            found.append((last, cut.start()))
            last = cut.end()
        found.append((last, len(text)))
        trimmed = []
        for start, end in found:
            tail = TAIL.search(text, start, end)
            stop = tail.start() if tail and tail.start() - start > 12 else end
            part = text[start:stop].rstrip(_TRAIL)
            if len(part) > 4:
                trimmed.append((start, start + len(part)))
        return trimmed

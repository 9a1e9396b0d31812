"""Pure: which clauses of a Chinese article ask for something."""

from dataclasses import replace

from proposals.folding import fold_in_place
from proposals.intake.actors import actor_end, is_private, is_public
from proposals.intake.articles import Article
from proposals.intake.asks import Ask
from proposals.intake.before import Before
from proposals.intake.carrying import (
    A_TOPIC,
    AGAINST_IT,
    ALSO_LET,
    AN_ASKED_LIST,
    ANNOUNCED,
    ASKS_OF_ALL,
    BARE_START,
    BE_WILLING,
    BLAMED,
    BRINGS_IN,
    BROUGHT_IN,
    BUT_ALSO,
    COMES_OF_IT,
    DONE_WITH,
    EFFECTS,
    EMPOWERS,
    ENUMERATOR,
    EXISTING,
    FRAME,
    GO_ON,
    HEADING,
    I_WOULD,
    ITS_OWN,
    JEST,
    KEPT_LINK,
    LINK,
    MADE_KNOWN,
    MAKES,
    MORE,
    NEED_NOT,
    NOT_ONLY,
    NUMBERED,
    OF_THAT,
    ONCE,
    ONLY_IF,
    ONLY_THEN,
    OUGHT,
    OURS,
    OVERHAUL,
    RATHER,
    RULED,
    SAYS,
    SERIES,
    SEVERAL_WAYS,
    SO_THAT,
    SPELT_OUT,
    STEPS,
    SUPPOSED,
    TO_DO,
    TOPIC,
    TURNS,
    VERDICT,
    WORTH,
)
from proposals.intake.joining import TELLING, settled
from proposals.intake.judging import (
    BEGINS,
    QUESTION,
    THOUGHT,
    fixed_from,
    is_needed,
    is_plain,
    is_right,
    sets,
)
from proposals.intake.learned import Likeness
from proposals.intake.markers import WAY_OUT
from proposals.intake.names import Author
from proposals.intake.openings import Opening, is_premise, opening
from proposals.intake.sentences import Span, sentences, with_clauses
from proposals.intake.speakers import Speakers
from proposals.intake.splitting import split
from proposals.intake.weighing import (
    acts,
    begins_with_a_verb,
    changes,
    counts,
    is_abroad,
    is_aim,
    is_example,
    is_means,
    tells_how_much,
    tells_of_now,
    tells_of_past,
    weigh,
)
from proposals.intake.wording import (
    AGREED,
    GOVERNMENT_SPEAKS,
    IRONY,
    OPPOSED,
    OTHERS,
)

# What speaks against an ask speaks against what goes on from it.
_INHERITED = frozenset(("capability", "private_actor", "foreign", "past", "others"))


_OPENS_AS = {"need": "duty", "told": "speech_act"}


class Reader:
    """Reads one article sentence by sentence and remembers what carries over."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.flow = article.flow
        self.folded = article.flow.folded
        self.asks: list[Ask] = []
        self.speakers = Speakers(article)
        self.framed = bool(self.flow.bullets) and bool(
            AN_ASKED_LIST.search(fold_in_place(article.headline + article.label))
        )  # within a list of proposals
        self.went_before = ""  # how the sentence before asked
        self.bulleted = False
        self.pending = ""  # who is to act, where the clause before has not said what to do
        self.was_asked = self.answers = False  # by the sentence before; what this one answers
        self.topic = False  # whether the clause before only names a thing
        self.effects = False  # within a list of reasons or of what came of something

    def read(self) -> list[Ask]:
        read = list(with_clauses(self.folded))
        self.likeness = Likeness(self.article, self.folded, read)
        for sentence, parts in read:
            self._paragraph(sentence)
            if not parts:
                continue
            self.speakers.hear(sentence)
            found = self._sentence(sentence, parts)
            self.asks += found
            self._carry(sentence, found)
        return self.likeness.judged(self.asks)

    def speaking(self, place: int) -> list[Author]:
        """Whose words stand at a place of the text."""
        for sentence in sentences(self.folded):
            if self.flow.origin(sentence.start) > place:
                break
            self.speakers.hear(sentence)
        return list(self.speakers.authors)

    def _paragraph(self, sentence: Span) -> None:
        """A list of proposals goes on while its paragraphs are numbered or bulleted."""
        if sentence.start and self.folded[sentence.start - 1] != "\n":
            return
        self.bulleted = sentence.start in self.flow.bullets
        text = self.folded[sentence.start : sentence.start + 24]
        if not self.bulleted and not ENUMERATOR.match(text.lstrip("「")):
            if sentence.start not in self.flow.breaks or not self.flow.bullets:
                self.framed = False
            self.went_before = ""
            self.effects = False
        elif not self.bulleted and not GO_ON.match(text):
            self.went_before = ""

    def _carry(self, sentence: Span, found: list[Ask]) -> None:
        """What the sentences that follow have from this one."""
        text = self.folded[sentence.start : sentence.end]
        if SPELT_OUT.match(text) and self.asks and sentence.start - self.asks[-1].end < 30:
            for ask in self.asks[-3:] if not found else self.asks[-3 - len(found) : -len(found)]:
                if "direction" in ask.rules and not TELLING & set(ask.rules):
                    ask.rules.append("general")
        if not found:
            self._take_back(sentence.start, text)
        self.effects = self.effects or bool(EFFECTS.search(text) and not found)
        frame = FRAME.search(text)
        if (
            frame
            and not OTHERS.search(text[: frame.end()])
            and not EXISTING.search(text)
            and not EFFECTS.search(text)
            and not ONCE.search(text)
            and not GOVERNMENT_SPEAKS.search(text[: frame.start()])
        ):
            self.framed = True
        elif EXISTING.search(text) and text.rstrip().endswith(":"):
            self.framed = False
        strong = [ask for ask in found if ask.score >= 0.5]
        self.went_before = strong[-1].rules[0] if strong else ""

    def _take_back(self, start: int, text: str) -> None:
        """What was told last is told off, or was told in jest."""
        told_off = ITS_OWN.match(text.lstrip()) and OPPOSED.search(text)
        for ask in self.asks[-3:]:
            far = start - ask.end
            is_meant = OF_THAT.match(text.lstrip()) and "\n" not in self.folded[ask.end : start]
            if far < 80 and told_off and ("others" in ask.rules or is_meant):
                ask.rules.append("opposed")
            elif far < 60 and JEST.match(text):
                ask.rules.append("irony")

    def _sentence(self, sentence: Span, parts: list[Span]) -> list[Ask]:
        text = self.folded[sentence.start : sentence.end]
        self.answers, self.was_asked = (
            self.was_asked,
            bool(QUESTION.match(text) or BEGINS.match(text)),
        )
        segments = self._segments(text)
        found: list[Ask] = []
        mode = ""  # how asks open that have no opening of their own
        if self.framed and (
            self.bulleted or ENUMERATOR.match(text.lstrip("「 ")) or self.went_before
        ):
            mode = "frame"
        elif self.went_before and (GO_ON.match(text) or MORE.match(text) or BARE_START.match(text)):
            mode = "carried"
        before = Before()
        own = False  # whether the writer has begun to say what the writer thinks
        told = ""  # whether the clause before says that somebody speaks
        listed = self._is_list([self.folded[part.start : part.end] for part in parts])
        for part in parts:
            clause = self.folded[part.start : part.end]
            bare = clause[_link(clause) :]
            if (
                found
                and part.start - found[-1].end <= 1
                and (is_example(clause) or (tells_how_much(bare) and not OUGHT.match(bare)))
            ):
                found[-1].end = part.end
                continue
            rest = self.folded[part.end : sentence.end]
            if listed and not mode and not told and SERIES.match(clause):
                mode = "listed"
            in_a_list = mode in ("frame", "speech_act")
            asked, mode = self._clause(clause, bare, rest, mode or told, bool(found))
            if asked is None and self.likeness.opens(part.start):
                asked = self._unopened(found, part, clause, bare)
            told = "said" if SAYS.search(clause) else "ruled" if RULED.search(clause) else ""
            if asked is None:
                own = own or bool(THOUGHT.match(bare))
                before.hear(clause)
                if before.was_past and self.bulleted and mode == "frame":
                    mode = ""
                continue
            ask, goes_on = asked
            rules = [ask.rule, *ask.against, *before.against(clause, ask.prefix, ask.rule)]
            rules += weigh(clause, ask.prefix, ask.body, ask.rule, goes_on=goes_on)
            rules += segments[self.folded.count(";", sentence.start, part.start)]
            if before.purpose and "unknown_verb" in rules:
                rules.append("vague")
            spared = ["private_actor"] if in_a_list and not before.warned else []
            own = own or bool(THOUGHT.match(bare))
            spared += ["others"] if THOUGHT.match(bare) else []
            spared += ["others", "opposed"] if own and TURNS.match(clause) else []
            rules = [rule for rule in rules if rule not in spared]
            rules += self._inherited(found, part, rules)
            start = part.start + _link(clause, keep=True)
            body = part.end - len(ask.body) if ask.body else start
            rules = list(dict.fromkeys(rules))
            joined = Ask(start, part.end, rules, self.speakers.authors, max(body, start))
            found += split(self.folded, joined)
        return settled(self.folded, found)

    def _unopened(
        self, found: list[Ask], part: Span, clause: str, bare: str
    ) -> tuple[Opening, bool] | None:
        """What opens in no known way and reads like an ask, where it says no more of the last one."""
        if tells_of_past(clause):
            return None
        if found and part.start - found[-1].end <= 1:
            found[-1].end = part.end
            return None
        actor = actor_end(bare)
        return Opening("learned", bare[:actor], bare[actor:]), False

    def _inherited(self, found: list[Ask], part: Span, rules: list[str]) -> list[str]:
        """What speaks against an ask that goes on from another, because it speaks against that one."""
        if rules[0] != "goes_on" or not found or ";" in self.folded[found[-1].end : part.start]:
            return []
        before = found[-1].rules
        inherited = [rule for rule in before if rule in _INHERITED]
        if "vague" in before and not {*TELLING, "concrete"} & set(rules):
            inherited.append("vague")
        if "slogan" in before and not TELLING & set(rules):
            inherited.append("slogan")
        return inherited

    def _is_list(self, parts: list[str]) -> bool:
        """Whether a sentence tells several things one after the other, or one of those by number."""
        if not parts or self.effects or any(EFFECTS.search(part) for part in parts):
            return False
        return bool(NUMBERED.match(parts[0])) or sum(bool(SERIES.match(part)) for part in parts) > 1

    def _segments(self, text: str) -> list[list[str]]:
        """What is true of all that each part of a sentence says, up to the next semicolon."""
        agreed = AGREED.search(text)
        said = ["irony"] if IRONY.search(text) else []
        by_whom = ["official"] if self.speakers.official else []
        found = []
        place = 0
        for part in text.split(";"):
            opposed = OPPOSED.search(text, place)
            judged = opposed and VERDICT.search(text, place)
            place += len(part) + 1
            told = OTHERS.search(part[:40])
            if told and (opens := VERDICT.search(part)) and opens.start() < told.start() - 12:
                told = None
            rules = ["others"] if told and not agreed else []
            if opposed and (told or judged):
                rules.append("opposed")
            rules += said
            if is_abroad(part):
                rules.append("foreign")
            found.append(rules + by_whom)
        return found

    def _clause(  # noqa: C901, PLR0911, PLR0912, one way each that a clause goes on
        self, clause: str, bare: str, rest: str, mode: str, has_found: bool
    ) -> tuple[tuple[Opening, bool] | None, str]:
        """How a clause asks, and whether it goes on from another; and how the next one may open."""
        said, ruled = mode == "said", mode == "ruled"
        mode = "" if said or ruled else mode
        within = bool(mode or has_found or self.went_before or said or self.topic)
        self.topic = bool(A_TOPIC.fullmatch(bare)) and not (
            tells_of_past(clause) or tells_of_now(clause) or is_private(clause)
        )
        pending, self.pending = self.pending, ""
        if TO_DO.search(clause):
            return None, "implicit"
        if self.asks and rest[:1] == ":" and HEADING.fullmatch(clause):
            return None, "told"
        if (only := NOT_ONLY.search(clause)) and BUT_ALSO.match(rest):
            self.pending = clause[: only.start()]
            return None, mode
        opened = opening(clause, bare, rest, within=within)
        if opened and pending.strip("-") and not opened.prefix:
            opened = replace(opened, prefix=pending)
        if opened and (SEVERAL_WAYS.search(clause) or STEPS.search(clause)):
            return None, "frame"
        if rest[:1] == ":" and OVERHAUL.search(clause):
            return None, "speech_act"
        if (
            opened
            and opened.rule in ("speech_act", "wish")
            and len(opened.body) < 3
            and not opened.prefix
        ):
            return None, "" if opened.against else "speech_act"
        if opened:
            if opened.rule != "condition" and (
                not opened.body.strip("「,: ")
                or (rest.strip("。!?\n」 ") and is_means(opened.body))
            ):
                self.pending = opened.prefix or "-"
                return None, "" if opened.against else opened.rule
            if ruled:
                opened = replace(opened, against=(*opened.against, "past"))
            if has_found and opened.rule == "need":
                opened = replace(opened, rule="duty")
            goes_on = has_found and opened.rule == "permission"
            return (opened, goes_on), mode or "goes_on"
        if SUPPOSED.match(bare):
            return None, "implicit"
        if is_premise(clause):
            return None, "condition" if BE_WILLING.search(clause) else mode
        if SEVERAL_WAYS.search(clause):
            return None, "frame"
        if rest[:1] == ":" and (way := WAY_OUT.search(clause)) and len(clause) - way.end() <= 8:
            return None, "speech_act"
        if (
            (ANNOUNCED.search(clause) or (BROUGHT_IN.search(clause) and BRINGS_IN.match(rest)))
            and not OTHERS.search(clause)
            and not MADE_KNOWN.search(clause)
            and not ASKS_OF_ALL.search(clause)
            and not GOVERNMENT_SPEAKS.search(clause[:-2])
        ) or (WORTH.search(clause) and rest.startswith(":")):
            return None, "told" if OURS.search(clause) and rest[:1] == ":" else "speech_act"
        led_on = (changes(bare) and ONLY_THEN.search(rest)) or (
            (MAKES.match(bare) and NEED_NOT.match(rest))
            or (EMPOWERS.match(bare) and ONLY_IF.match(rest))
            or (_acts_in_public(bare) and COMES_OF_IT.search(rest))
        )
        if led_on and not tells_of_past(clause):
            return (Opening("condition", "", bare), False), "goes_on"
        view = bare[thought.end() :] if (thought := THOUGHT.match(bare)) else bare
        actor = actor_end(view)
        tells = (
            acts(view)
            or begins_with_a_verb(view[actor:])
            or counts(view)
            or sets(view, judged=True)
        )
        if (is_needed(view) or (tells and is_right(view, rest))) and not (
            tells_of_past(clause) or tells_of_now(clause) or is_means(view)
        ):
            return (Opening("verdict", view[:actor], view[actor:]), False), "goes_on"
        is_due = is_plain(bare) and not (
            tells_of_past(clause) or tells_of_now(clause) or is_aim(bare) or is_means(bare)
        )
        if self.answers and is_due and "?" not in rest:
            return (Opening("plain", "", bare), False), "goes_on"
        if mode or has_found:
            asked, mode = self._bare(clause, bare, rest, mode, has_found, pending)
            if asked is None and is_due and has_found and (how := fixed_from(bare)):
                return (Opening("plain", bare[:how], bare[how:]), False), "goes_on"
            return asked, mode
        if self.went_before and is_due and (how := fixed_from(bare)):
            return (Opening("plain", bare[:how], bare[how:]), False), "goes_on"
        if self.went_before in ("implicit", "frame", "duty", "need", "speech_act") and (
            topic := TOPIC.match(bare)
        ):
            body = bare[topic.end() :]
            if is_public(topic["actor"]) and acts(body) and not tells_of_past(clause):
                return (Opening("carried", topic["actor"], body), False), "goes_on"
        return None, ""

    def _bare(
        self, clause: str, bare: str, rest: str, mode: str, has_found: bool, pending: str
    ) -> tuple[tuple[Opening, bool] | None, str]:
        if not has_found:
            bare = _led_to(bare, mode)
        lets = ALSO_LET.match(clause) or (
            bare.startswith("让") and (bool(pending) or (mode == "implicit" and not has_found))
        )
        lets = lets and not SO_THAT.match(bare)
        if len(bare) < 3 or AGAINST_IT.match(bare) or BLAMED.match(rest):
            return None, mode
        if (is_aim(bare) and not lets) or tells_of_past(clause) or tells_of_now(clause):
            return None, mode
        if rest.strip("。!?\n」 ") and is_means(clause[_link(clause, keep=True) :]):
            return None, mode
        actor = actor_end(bare)
        prefix, body = bare[:actor], bare[actor:]
        if not acts(body) and (rather := RATHER.match(bare)) and acts(bare[rather.end() :]):
            prefix, body = rather[0], bare[rather.end() :]
        if prefix and rest.strip("。!?\n」 ") and is_means(body):
            self.pending = prefix
            return None, mode
        if not acts(body):
            told = mode == "told" or (mode in ("speech_act", "implicit") and counts(bare))
            told = told and not has_found
            if (
                not told
                and not acts(bare)
                and not (mode == "frame" and self.bulleted and not has_found)
            ):
                return None, mode
            prefix, body = "", bare
        prefix = prefix or pending
        rule = "goes_on" if has_found or not mode else _OPENS_AS.get(mode, mode)
        return (Opening(rule, prefix, body), has_found), mode or "goes_on"


def _acts_in_public(bare: str) -> bool:
    """Whether a clause tells what a public body does, and neither when nor that it did."""
    actor = actor_end(bare)
    return (
        is_public(bare[:actor])
        and acts(bare[actor:])
        and not (DONE_WITH.search(bare) or tells_of_now(bare) or is_means(bare[actor:]))
    )


def _led_to(bare: str, mode: str) -> str:
    """What a clause says after the words that lead to it from the one that announced it."""
    bare = bare.removeprefix("是")
    if mode not in ("implicit", "speech_act", "told"):
        return bare
    bare = bare.removeprefix("由")
    would = I_WOULD.match(bare)
    return bare[would.end() :] if would else bare


def _link(clause: str, *, keep: bool = False) -> int:
    """Where a clause begins after what only links it to the others."""
    place = 0
    for _ in range(4):
        match = LINK.match(clause[place:])
        if not match or place + match.end() >= len(clause):
            break
        if match[0] in KEPT_LINK and keep:
            break
        place += match.end()
    return place

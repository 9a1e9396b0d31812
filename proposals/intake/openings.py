"""Pure: how a Chinese clause opens an ask, if it does."""

import re
from dataclasses import dataclass

from proposals.intake.actors import FOREIGN_ACTOR, GOVERNMENT, actor_end, is_private, is_public
from proposals.intake.markers import (
    A_NOUN,
    A_PROPOSAL,
    ABLE,
    ABROAD_RULES,
    AS_ELSEWHERE,
    ASKED,
    ASKER,
    AWAITED,
    BEFORE_IT,
    BEGINS_BY,
    BEST,
    BURDEN,
    BUT_DO_NOT,
    COMPARED,
    COULD,
    DEMANDS,
    DENIED,
    DEPARTMENT,
    DONE,
    DUTY,
    FEARED,
    FIRST,
    FOR,
    FOR_ALL,
    FOR_IT,
    FORMERLY,
    GROUP,
    HARM,
    HAVE_SOME,
    HOPEFUL,
    I_THINK,
    IF_ONLY,
    IMPLICIT,
    INNER_IF,
    IS_ONE,
    ITS_SUBJECT,
    ITSELF,
    LEAVE_OFF,
    LET_IT,
    LETS_DO,
    LEVIED,
    MADE_OF,
    MATTER,
    MOMENT,
    NOT_AS_IT_IS,
    NOT_ASKER,
    OF_SOME,
    OF_THEM,
    OFFER,
    OFTEN,
    ON_ITS_OWN,
    ONLY,
    ONLY_WISHES,
    ORDERED_SO,
    OTHERWISE,
    OVER_AND_OVER,
    PERMIT,
    PLEASE,
    PREMISE,
    PRIVATE_DOES,
    PUT_FORWARD,
    PUTS_FORWARD,
    REGRETTED,
    RELATIVE,
    REMINDED,
    RESULT,
    RULED_SO,
    SAID_SO,
    SEEN,
    SINCE_WHEN,
    SO,
    SPEECH,
    STRONG,
    SURELY,
    THAT_IT_BE,
    TO_GOVERN,
    TO_HAVE,
    UNDER_IT,
    URGED,
    WARNS_ALL,
    WAY_OUT,
    WISH,
    WITHIN,
    WONDERS,
)
from proposals.intake.weighing import acts, begins_with_a_verb, changes, counts, wants
from proposals.intake.wording import GETS, GOVERNMENT_SPEAKS, OTHERS


@dataclass(frozen=True)
class Opening:
    """How a clause opens an ask: before and after the words that do; rules that speak against it."""

    rule: str
    prefix: str = ""
    body: str = ""
    against: tuple[str, ...] = ()


def opening(  # noqa: PLR0911, the openings stand in their order
    clause: str, bare: str, rest: str, *, within: bool
) -> Opening | None:
    """The opening of a clause; `rest` follows it in the sentence, `within` an ask it may go on from."""
    if OTHERWISE.match(clause):
        return None
    if (wished := IF_ONLY.match(bare)) and THAT_IT_BE.search(wished["what"]):
        return Opening("wish", "", wished["what"])
    if PREMISE.match(clause) or ONLY.match(bare) or INNER_IF.match(bare):
        return _condition(clause, bare, rest)
    if (please := PLEASE.match(bare)) and _is_pleaded(bare[please.end() :], within=within):
        asked = please.end() + actor_end(bare[please.end() :])
        return Opening("speech_act", bare[please.end() : asked], bare[asked:])
    if (
        (way := WAY_OUT.search(clause))
        and len(clause) - way.end() > 2
        and (
            _is_told(clause[way.end() :])
            or ABLE.match(clause, way.end())
            or MATTER.search(clause[way.end() :])
            or ((way[0][0] in "缺欠需" or "要的" in way[0]) and counts(clause[way.end() :]))
        )
    ):
        able = ABLE.match(clause, way.end())
        begin = able.end() if able else way.end()
        return Opening(
            "implicit", clause[way.end() : begin] or clause[: way.start()], clause[begin:]
        )
    speech, duty = _speech(clause), DUTY.search(clause)
    if speech and (not duty or speech.start() < duty.start()):
        return _spoken(clause, speech)
    if duty and (owed := _owed(clause, bare, rest, duty, within=within)):
        return owed
    if (assent := FOR_IT.search(clause)) and acts(body := clause[assent.end() :]):
        return Opening("assent", clause[: assent.start()], body)
    permitted = not BUT_DO_NOT.match(rest) and _permitted(clause, bare, within=within)
    return permitted or _implied(clause, bare, rest)


def is_premise(clause: str) -> bool:
    return bool(PREMISE.match(clause))


def _is_told(body: str) -> bool:
    """Whether a body says what to do, or names what is to be there."""
    bare = body[actor_end(body) :]
    return bool(acts(body) or acts(bare) or wants(bare) or TO_HAVE.match(bare) or DUTY.match(bare))


def _is_another(body: str) -> bool:
    return not body.startswith("我")


def _is_pleaded(body: str, *, within: bool) -> bool:
    return (
        within or bool(actor_end(body) or TO_GOVERN.match(body)) or body[:1] in tuple("把将还停让")
    )


def _owed(
    clause: str, bare: str, rest: str, duty: re.Match[str], *, within: bool
) -> Opening | None:
    """It should, must or has to be done."""
    prefix, body = clause[: duty.start()], clause[duty.end() :]
    weak = not STRONG.search(duty[0]) or duty[0] in ("须", "不得")
    is_none = (
        (weak and not (within or _is_due(duty[0], prefix, body)))
        or (weak and FEARED.search(prefix))
        or (duty[0] == "要" and FIRST.match(rest))
        or (OF_SOME.match(prefix) and OF_THEM.match(body))
        or SURELY.match(body)
        or REGRETTED.match(rest)
        or (duty[0].startswith("本") and NOT_AS_IT_IS.match(rest))
        or (duty[0] == "本应" and not acts(body))
        or (duty[0] == "要" and (ITSELF.match(prefix) or COMPARED.search(prefix)))
        or RELATIVE.fullmatch(body)
    )
    if is_none:
        return None
    return Opening(
        "need" if weak else "duty", prefix, body, _against(prefix, body, rest, weak=weak)
    )


def _is_due(word: str, prefix: str, body: str) -> bool:
    """Whether a word that may only tell what is needed tells that it should be."""
    return bool(
        is_public(prefix)
        or MATTER.search(prefix)
        or (word == "不得" and SINCE_WHEN.fullmatch(prefix))
        or (word in "须需" and DONE.match(body.lstrip("盡快同時一律")))
        or (word == "须" and prefix and not is_private(prefix) and not ON_ITS_OWN.match(body))
        or wants(body)
        or (not is_private(prefix) and counts(body.removeprefix("有")) and body[:1] == "有")
        or (SO.fullmatch(prefix) and acts(body) and (not FOR.match(body) or LETS_DO.match(body)))
    )


def _against(prefix: str, body: str, rest: str, *, weak: bool) -> tuple[str, ...]:
    if DENIED.search(prefix):
        return ("opposed",)
    if ABROAD_RULES.match(prefix) and "港" not in prefix:
        return ("foreign",)
    in_force = ORDERED_SO.search(prefix) or RULED_SO.search(prefix) or OFTEN.search(prefix)
    in_force = in_force or (
        UNDER_IT.search(prefix) and (BURDEN.match(body) or BEFORE_IT.search(body + rest))
    )
    in_force = in_force or OVER_AND_OVER.match(body)
    if SAID_SO.search(prefix) or (weak and in_force):
        return ("past",)
    if REMINDED.search(prefix) or (
        is_private(prefix) and not is_public(prefix) and not GETS.match(body)
    ):
        return ("private_actor",)
    return ()


def _permitted(clause: str, bare: str, *, within: bool) -> Opening | None:
    """A public body could or may do it."""
    permit = PERMIT.search(clause)
    if not permit:
        return None
    prefix, body = clause[: permit.start()], clause[permit.end() :]
    is_told_within = within and bool(prefix) and begins_with_a_verb(bare)
    if (
        is_told_within
        or body.startswith("自己")
        or FOR.match(bare)
        or IS_ONE.match(clause)
        or not (
            within
            or is_public(prefix)
            or (body[:1] == "由" and actor_end(body) > 1)
            or (not prefix and (changes(body) or AS_ELSEWHERE.fullmatch(body)))
            or (not prefix and LEVIED.match(body))
            or I_THINK.search(prefix)
        )
    ):
        return None
    offers = OFFER.search(clause) and not GOVERNMENT.search(prefix)
    return Opening("permission", prefix, body, ("capability",) if offers else ())


def _implied(clause: str, bare: str, rest: str) -> Opening | None:
    """It is asked for without a verb of asking."""
    if implicit := IMPLICIT.search(clause):
        return Opening("implicit", clause[: implicit.start()], clause[implicit.end() :])
    for pattern in (MOMENT, BEGINS_BY):
        if (found := pattern.search(bare)) and acts(found["what"]):
            return Opening("implicit", "", found["what"])
    if (best := BEST.search(clause)) and _is_told(clause[best.end() :]):
        return Opening("implicit", clause[: best.start()], clause[best.end() :])
    for pattern, wanted in ((AWAITED, _is_told), (LET_IT, _is_another)):
        if (found := pattern.match(bare)) and wanted(bare[found.end() :]):
            return Opening("implicit", "", bare[found.end() :])
    if (
        (asked := ASKED.search(clause))
        and "?" in rest
        and _is_told(body := clause[asked.end() :])
        and (is_public(clause[: asked.start()]) or WONDERS.fullmatch(clause[: asked.start()]))
    ):
        return Opening("implicit", clause[: asked.start()], body)
    return None


def _condition(clause: str, bare: str, rest: str) -> Opening | None:
    hope = HOPEFUL.search(clause[:40])
    verb = hope and DONE.match(clause, hope.end())
    verb = verb or HAVE_SOME.search(clause) or WITHIN.search(clause) or MADE_OF.search(clause)
    verb = verb or (hope and DONE.search(clause, hope.end()))
    if (
        not verb
        or not (
            RESULT.search(rest)
            or COULD.match(bare)
            or (ONLY.match(bare) and not rest.strip("。!? \n"))
        )
        or not (hope or ONLY.match(bare) or HAVE_SOME.search(clause))
        or HARM.search(rest)
    ):
        return None
    return Opening("condition", clause[: verb.start()], clause[verb.start() :])


def _speech(clause: str) -> re.Match[str] | None:
    speech = SPEECH.search(clause)
    if not speech:
        return None
    before, after = clause[: speech.start()], clause[speech.end() :]
    if A_NOUN.match(after or " ") or SEEN.fullmatch(after):
        return None
    if DEMANDS.fullmatch(speech["verb"]):
        is_told = not after or acts(after) or is_public(after) or FOR_ALL.match(after)
        is_one = bool(
            is_told
            and (ASKER.search(before) or GROUP.search(before))
            and not NOT_ASKER.search(before)
        )
    elif ONLY_WISHES.fullmatch(speech["verb"]):
        is_one = not ITS_SUBJECT.search(before)
    elif PUT_FORWARD.fullmatch(speech["verb"]):
        is_one = acts(after) and not A_PROPOSAL.search(after) and bool(PUTS_FORWARD.search(before))
    elif len(speech["verb"]) > 1:
        is_one = True
    else:
        is_one = bool(URGED.match(after) or acts(after) or actor_end(after))
    return speech if is_one else None


def _spoken(clause: str, speech: re.Match[str]) -> Opening:
    prefix, body = clause[: speech.start()], clause[speech.end() :]
    against = []
    if WARNS_ALL.fullmatch(speech["verb"]) and DEPARTMENT.search(prefix):
        against.append("official")
    if OTHERS.search(prefix):
        against.append("others")
    elif GOVERNMENT_SPEAKS.search(prefix) or FORMERLY.search(prefix):
        against.append("past")
    elif FOREIGN_ACTOR.search(prefix[-12:]) and "港" not in prefix:
        against.append("foreign")
    if PRIVATE_DOES.match(body) or LEAVE_OFF.search(body[:14]):
        against.append("private_actor")
    rule = "wish" if WISH.fullmatch(speech["verb"]) else "speech_act"
    for pattern, reach in ((DUTY, 26), (PERMIT, 20)):
        if (inner := pattern.search(body)) and inner.start() < reach:
            return Opening(rule, body[: inner.start()], body[inner.end() :], tuple(against))
    actor = actor_end(body)
    return Opening(rule, body[:actor], body[actor:], tuple(against))

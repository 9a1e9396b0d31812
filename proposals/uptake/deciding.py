"""What an editor makes of a suggested match: the one writer of response links.

Accepted, it becomes a link and a record of its proposal; related, a link alone; rejected, neither,
and it is not suggested again. Each can be undone, and what was public is voided, not hidden.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from proposals import tracking
from proposals.choices import ChangeKind, MatchDecision, Status, UptakeRelation
from proposals.dates import written_precision
from proposals.editing import writing
from proposals.languages import EN, HANT
from proposals.models import (
    Change,
    Document,
    Evidence,
    Match,
    Passage,
    PolicyEvent,
    Proposal,
    StatusUpdate,
    Uptake,
)
from proposals.models.changes import saved
from proposals.models.readable import UNSEEN
from proposals.rights import RECORD
from proposals.tracking import policy_events, rules
from proposals.tracking.policy_events import EventRefused, Step
from proposals.tracking.rules import Conflict, Refusal

UNDONE = ("編輯收回了這項決定。", "The editors took this decision back.")


@dataclass(frozen=True)
class Answer:
    """What the words of one match say to its proposal, as the editor states it.

    `seen` is the number of the newest record that the editor had before them.
    """

    match: Match
    relation: str
    quote: str
    status: str
    reason_hant: str
    reason_en: str = ""
    override_reason_hant: str = ""
    override_reason_en: str = ""
    seen: int | None = None
    # The day that government gives itself in these words.
    target_on: dt.date | None = None


class Decided(Exception):
    """Somebody else has decided the match since it was shown. `match` is how it now stands."""

    def __init__(self, match: Match) -> None:
        super().__init__(str(match))
        self.match = match


class AnswersRefused(Exception):
    """The answers that were refused, each by its place in the list; nothing was written."""

    def __init__(self, refusals: Mapping[int, Refusal | Conflict]) -> None:
        super().__init__(f"{len(refusals)} refused")
        self.refusals = dict(refusals)


def accept(
    answers: Sequence[Answer],
    *,
    effective_on: dt.date,
    effective_on_precision: str = "",
    evidence_class: str,
    by: User,
) -> list[Uptake]:
    """Record of each proposal what one passage says to it, and link both. Several are one policy
    event. Raises AnswersRefused, and Decided where somebody was faster.
    """
    _require_right(by)
    with transaction.atomic():
        matches = _lock([answer.match for answer in answers])
        passage, document = matches[0].passage, matches[0].passage.document
        if any(match.passage_id != passage.pk for match in matches):
            raise ValueError("One event is what one passage says.")
        _require_quotes(answers, matches)
        said = _cited(document, passage)
        updates: list[StatusUpdate] = []
        if len(answers) == 1:
            [answer] = answers
            evidence = Evidence(
                evidence_class=evidence_class,
                title=said,
                publisher=_publisher(document),
                url=document.url,
                published_on=document.published_on,
                published_on_precision=document.published_on_precision,
                quote=answer.quote,
            )
            try:
                updates = [
                    tracking.record(
                        matches[0].proposal,
                        status=answer.status,
                        effective_on=effective_on,
                        effective_on_precision=effective_on_precision,
                        reason_hant=answer.reason_hant,
                        reason_en=answer.reason_en,
                        evidence=[evidence],
                        override_reason_hant=answer.override_reason_hant,
                        override_reason_en=answer.override_reason_en,
                        by=by,
                        seen=answer.seen,
                    )
                ]
            except (Refusal, Conflict) as refusal:
                raise AnswersRefused({0: refusal}) from refusal
        else:
            event = PolicyEvent(
                title=said,
                evidence_class=evidence_class,
                publisher=_publisher(document),
                url=document.url,
                happened_on=effective_on,
                happened_on_precision=effective_on_precision,
            )
            steps = [
                Step(
                    proposal=match.proposal,
                    status=answer.status,
                    reason_hant=answer.reason_hant,
                    reason_en=answer.reason_en,
                    passage=answer.quote,
                    override_reason_hant=answer.override_reason_hant,
                    override_reason_en=answer.override_reason_en,
                    seen=answer.seen,
                )
                for answer, match in zip(answers, matches, strict=True)
            ]
            try:
                updates = [done.update for done in policy_events.apply(event, steps, by=by)]
            except EventRefused as refused:
                raise AnswersRefused(refused.refusals) from refused
        uptakes = []
        for place, (answer, match, update) in enumerate(
            zip(answers, matches, updates, strict=True)
        ):
            _decide(match, MatchDecision.ACCEPTED, by)
            uptakes.append(_link(match, answer.relation, answer.quote, update, by))
            if answer.target_on:
                try:
                    _aim(match, answer.target_on)
                except Refusal as refusal:
                    raise AnswersRefused({place: refusal}) from refusal
        _tell(uptakes)
    return uptakes


def relate(match: Match, *, relation: str, quote: str, by: User) -> Uptake:
    """Link the passage with the proposal, whose status does not move by it. Raises Refusal, and
    Decided where somebody was faster.
    """
    _require_right(by)
    with transaction.atomic():
        [stored] = _lock([match])
        if fault := _quote_fault(quote, stored):
            raise fault
        Proposal.objects.filter(pk=stored.proposal_id).lock()
        _decide(stored, MatchDecision.RELATED, by)
        uptake = _link(stored, relation, quote, None, by)
        _tell([uptake])
        _tell_followers(uptake)
    return uptake


def reject(match: Match, *, by: User) -> None:
    """The passage does not answer the proposal; it is not suggested again. Raises Decided."""
    _require_right(by)
    with transaction.atomic():
        [stored] = _lock([match])
        _decide(stored, MatchDecision.REJECTED, by)


def undo(match: Match, *, by: User) -> None:
    """Take a decision back: the match is undecided again, and its link voided with its record.
    Raises Refusal.
    """
    _require_right(by)
    with transaction.atomic():
        stored = _locked([match])[0]
        if not stored.decision:
            raise Refusal(
                "match_not_decided",
                "",
                _("This match is not decided."),
                _("Reload the page to see how it stands."),
            )
        held = stored.passage.uptakes.holding().filter(proposal=stored.proposal_id)
        for uptake in held.select_for_update(of=("self",)):
            _void(uptake, *UNDONE, by=by)
        stored.decision, stored.decided_at, stored.decided_by = "", None, None
        stored.save(update_fields=["decision", "decided_at", "decided_by"])


def void(uptake: Uptake, *, reason_hant: str, reason_en: str = "", by: User) -> None:
    """State that a link was a mistake, and the record that it led to with it. Raises Refusal."""
    _require_right(by)
    with transaction.atomic():
        stored = Uptake.objects.select_for_update(of=("self",)).get(pk=uptake.pk)
        if stored.voided_at is not None:
            raise Refusal(
                "uptake_voided_before",
                "",
                _("This link has been voided already."),
                _("Reload the page to see by whom and why."),
            )
        rules.require_reason(reason_hant.strip())
        _void(stored, reason_hant.strip(), reason_en.strip(), by=by)
    uptake.refresh_from_db()


def reason_of(match: Match, status: str) -> tuple[str, str]:
    """A sentence for the log that an editor may take as it is, in Chinese and in English."""
    document, said = match.passage.document, {}
    for language in (HANT, EN):
        with translation.override(language):
            said[language] = gettext("“%(document)s”, %(passage)s, answers this: %(status)s.") % {
                "document": document.localized("title"),
                "passage": match.passage.where(),
                "status": Status(status).label,
            }
    return said[HANT], said[EN]


def _require_right(by: User) -> None:
    if not by.has_perm(RECORD):
        raise Refusal(
            "decision_not_allowed",
            "",
            _("Only an editor may decide what official words answer."),
            _("Ask an editor."),
        )


def _locked(matches: Sequence[Match]) -> list[Match]:
    """The matches as they stand, in the order given. Their document is held first."""
    wanted = [match.pk for match in matches]
    documents = Document.objects.filter(passages__matches__in=wanted).values("pk")
    list(Document.objects.filter(pk__in=documents).select_for_update(no_key=True).order_by("pk"))
    rows = (
        Match.objects.filter(pk__in=wanted)
        .select_related("passage__document__publisher", "proposal", "decided_by")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    found = {match.pk: match for match in rows}
    if missing := [match for match in matches if match.pk not in found]:
        raise Refusal(
            "match_gone",
            "",
            ngettext(
                "The document was matched again, and this is suggested no more.",
                "The document was matched again, and these are suggested no more.",
                len(missing),
            ),
            _("Reload the page to see what is suggested now."),
        )
    return [found[pk] for pk in wanted]


def _lock(matches: Sequence[Match]) -> list[Match]:
    rows = _locked(matches)
    for row in rows:
        if row.decision:
            raise Decided(row)
    return rows


def _decide(match: Match, decision: MatchDecision, by: User) -> None:
    match.decision, match.decided_at = decision, timezone.now()
    match.decided_by_id = by.pk
    match.save(update_fields=["decision", "decided_at", "decided_by"])


def _link(match: Match, relation: str, quote: str, update: StatusUpdate | None, by: User) -> Uptake:
    if relation not in UptakeRelation.values:
        raise Refusal(
            "unknown_relation",
            "relation",
            format_lazy(_("“{relation}” is not a relation."), relation=relation),
            format_lazy(_("Use one of: {codes}."), codes=", ".join(UptakeRelation.values)),
        )
    passage, document = match.passage, match.passage.document
    uptake = Uptake(
        slug=f"{document.slug}-{document.uptakes.count() + 1}",
        document=document,
        passage=passage,
        position=passage.position,
        paragraph=passage.paragraph,
        page=passage.page,
        proposal=match.proposal,
        relation=relation,
        quote=quote.strip(),
        update=update,
        recorded_at=timezone.now(),
        recorded_by_id=by.pk,
    )
    uptake.save(force_insert=True)
    return uptake


def _aim(match: Match, day: dt.date) -> None:
    """Note the day by which the document says that it will be done."""
    document = match.passage.document
    # The record that came before it holds the row.
    proposal = Proposal.objects.get(pk=match.proposal_id)
    if proposal.target_on:
        raise Refusal(
            "target_stated",
            "target_on",
            _("The proposal has a target day already."),
            _("Leave the target day empty and state it on the page of the proposal."),
        )
    proposal.target_on, proposal.target_on_precision = day, written_precision(day)
    proposal.target_title, proposal.target_url = document.title_hant, document.url
    try:
        writing.write(proposal)
    except ValidationError as fault:
        raise Refusal(
            "target_refused",
            "target_on",
            " ".join(fault.messages),
            _("Leave the target day empty and state it on the page of the proposal."),
        ) from fault
    writing.settle([proposal])


def _void(uptake: Uptake, reason_hant: str, reason_en: str, *, by: User) -> None:
    update = uptake.update
    if leads := update is not None and not hasattr(update, "voided_by"):
        tracking.void(update, reason_hant=reason_hant, reason_en=reason_en, by=by)
    uptake.voided_at = timezone.now()
    uptake.voided_by_id = by.pk
    uptake.void_reason_hant, uptake.void_reason_en = reason_hant, reason_en
    uptake.fill_hans()
    uptake.save(
        update_fields=[
            *("voided_at", "voided_by"),
            *("void_reason_hant", "void_reason_hans", "void_reason_en"),
        ]
    )
    _tell([uptake])
    if not leads:
        _tell_followers(uptake)


def _tell(uptakes: Sequence[Uptake]) -> None:
    Change.objects.catch_up(saved(Uptake, [uptake.pk for uptake in uptakes]))


def _tell_followers(uptake: Uptake) -> None:
    """Where no record does: who follows the proposal is told of the words by themselves."""
    proposal = Proposal.objects.get(pk=uptake.proposal_id)
    if proposal.is_public:
        Change.objects.append(proposal, ChangeKind.UPTAKE, digest=uptake.digest())


def _require_quotes(answers: Sequence[Answer], matches: Sequence[Match]) -> None:
    faults = {
        place: fault
        for place, (answer, match) in enumerate(zip(answers, matches, strict=True))
        if (fault := _quote_fault(answer.quote, match))
    }
    if faults:
        raise AnswersRefused(faults)


def _quote_fault(quote: str, match: Match) -> Refusal | None:
    """What is quoted stands in the passage, however its lines are broken."""
    if _running(quote) and _running(quote) in _running(match.passage.text):
        return None
    return Refusal(
        "quote_not_in_passage",
        "quote",
        _("These words do not stand in the passage."),
        _("Quote the passage letter by letter; you may leave out its beginning and its end."),
    )


def _running(text: str) -> str:
    return "".join(UNSEEN.sub(" ", text).split())


def _cited(document: Document, passage: Passage) -> str:
    """The document and the place in it, in the language that the log is written in."""
    with translation.override(HANT):
        said = gettext("%(document)s, %(passage)s")
        return said % {"document": document.title_hant, "passage": passage.where()}


def _publisher(document: Document) -> str:
    return document.publisher.name_hant if document.publisher else ""

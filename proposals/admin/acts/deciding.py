"""The screen on which an editor decides what an official document answers.

The text stands beside the asks that it may answer; one match is in hand at a time. It works without
script; with it, each button has a key.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from proposals import tasks
from proposals.admin.acts.deciding_forms import AnswerForm
from proposals.admin.acts.policy_event_forms import UndoForm
from proposals.admin.acts.policy_events import EventPage
from proposals.admin.desk import EditorRequest
from proposals.models import Document, Match, Passage, StatusUpdate, Uptake
from proposals.rights import RECORD
from proposals.tracking.rules import Conflict, Refusal
from proposals.uptake import deciding, offering

# Of a word that is matched, by what became of it.
Part = tuple[str, str]


class DecidePage(View):
    request: EditorRequest
    desk: ClassVar[Any] = None  # the admin of documents, given by as_view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(RECORD):
            raise PermissionDenied
        documents = Document.objects.select_related("matching", "publisher").defer("text")
        self.document = get_object_or_404(documents, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        match = self.chosen(request.GET.get("match", ""))
        return self.show(match, self.form(match) if match and not match.decision else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "again" in request.POST:
            offering.ask_again(self.document)
            transaction.on_commit(tasks.ask_for_matching)
            return self.to(None)
        match = self.chosen(request.POST.get("match", ""))
        if match is None:
            self.say(_("The document was matched again. Look at what is suggested now."))
            return self.to(None)
        try:
            with transaction.atomic():
                return self.act(match)
        except deciding.Decided as decided:
            now = decided.match
            said = format_lazy(
                _("{who} has decided this meanwhile: {decision}. Nothing of yours was recorded."),
                who=now.decided_by,
                decision=now.get_decision_display(),
            )
            self.say(said)
            return self.to(match)
        except Refusal as refusal:
            self.say(refusal)
            return self.to(match)

    def act(self, match: Match) -> HttpResponse:
        by, sent = self.request.user, self.request.POST
        if "undo" in sent:
            deciding.undo(match, by=by)
            self.log(match, _("Took back what was decided."))
            return self.to(match)
        if "reject" in sent:
            deciding.reject(match, by=by)
            return self.to(self.after(match))
        form = self.form(match, sent)
        if not form.is_valid():
            return self.show(match, form)
        if "related" in sent:
            stated = form.cleaned_data
            try:
                deciding.relate(match, relation=stated["relation"], quote=stated["quote"], by=by)
            except Refusal as refusal:
                form.refuse(refusal)
                return self.show(match, form)
            self.log(match, _("Linked with official words."))
            return self.to(self.after(match))
        return self.accept(match, form)

    def accept(self, match: Match, form: AnswerForm) -> HttpResponse:
        answers = form.answers()
        try:
            deciding.accept(
                answers,
                effective_on=form.cleaned_data["effective_on"],
                effective_on_precision=form.precision(),
                evidence_class=form.cleaned_data["evidence_class"],
                by=self.request.user,
            )
        except deciding.AnswersRefused as refused:
            for place, refusal in refused.refusals.items():
                self.refuse(form, answers[place].match, refusal)
            return self.show(match, form)
        for answer in answers:
            self.log(answer.match, _("Recorded from official words."))
        return self.to(self.after(match))

    def refuse(self, form: AnswerForm, match: Match, refusal: Refusal | Conflict) -> None:
        if match.pk != form.match.pk:
            form.add_error("together", f"{match.proposal}: {refusal}")
        elif isinstance(refusal, Conflict):
            unseen = StatusUpdate.objects.filter(
                proposal=match.proposal, number__gt=form.cleaned_data["seen"] or 0
            ).select_related("void_of", "confirms", "recorded_by")
            said = format_lazy(
                _("Recorded by others since you opened it: {records}. Send again if yours holds."),
                records="; ".join(
                    f"{update.said()} ({update.recorded_by}: {update.localized('reason')})"
                    for update in unseen.order_by("number")
                ),
            )
            form.add_error(None, said)
            form.renew()
        else:
            form.refuse(refusal)

    # --- What there is to decide ---

    @cached_property
    def matches(self) -> list[Match]:
        rows = (
            Match.objects.filter(passage__document=self.document)
            .select_related("passage", "proposal", "decided_by")
            .in_order()
        )
        matches = list(rows)
        for match in matches:
            match.passage.document = self.document
        return matches

    def chosen(self, pk: str) -> Match | None:
        """The match that is asked for, or else the first to decide."""
        undecided = (match for match in self.matches if not match.decision)
        if not pk:
            return next(undecided, None)
        return next((match for match in self.matches if str(match.pk) == pk), None)

    def after(self, match: Match) -> Match | None:
        """The next to decide, from here on and then from the beginning."""
        place = self.matches.index(match)
        undecided = Match.objects.filter(passage__document=self.document).undecided()
        left = set(undecided.values_list("pk", flat=True))
        order = [*self.matches[place + 1 :], *self.matches[: place + 1]]
        return next((other for other in order if other.pk in left), None)

    def form(self, match: Match, data: Any = None) -> AnswerForm:
        others = [
            other
            for other in self.matches
            if other.passage_id == match.passage_id and other != match and not other.decision
        ]
        return AnswerForm(data, match=match, others=others, by=self.request.user)

    # --- Showing it ---

    def to(self, match: Match | None) -> HttpResponse:
        address = reverse("admin:proposals_document_decide", args=[self.document.pk])
        return HttpResponseRedirect(f"{address}?match={match.pk}#in-hand" if match else address)

    def say(self, words: Any) -> None:
        self.desk.message_user(self.request, str(words), messages.WARNING)

    def log(self, match: Match, done: Any) -> None:
        self.desk.log_change(self.request, match.proposal, str(done))

    def show(self, match: Match | None, form: AnswerForm | None) -> HttpResponse:
        matches = self.matches
        place = matches.index(match) if match else 0
        left = [other for other in matches if not other.decision]
        mine = [
            (other.decided_at, other.pk, other)
            for other in matches
            if other.decided_at and other.decided_by_id == self.request.user.pk
        ]
        passages = list(self.document.passages.order_by("position", "pk"))
        by_passage: dict[int, list[Match]] = {}
        for other in matches:
            by_passage.setdefault(other.passage_id, []).append(other)
        matching = getattr(self.document, "matching", None)
        self.request.current_app = self.desk.admin_site.name
        context = {
            **self.desk.admin_site.each_context(self.request),
            "title": _("Decide what it answers"),
            "subtitle": str(self.document),
            "opts": Document._meta,
            "document": self.document,
            "media": self.desk.media,
            "match": match,
            "form": form,
            "passages": [
                (passage, marked(passage, found, match), found)
                for passage in passages
                for found in [by_passage.get(passage.pk, [])]
            ],
            "count": len(matches),
            "left": len(left),
            "previous": matches[place - 1] if place else None,
            "next": next((m for m in [*matches[place + 1 :], *left] if m != match), None),
            "last": max(mine)[2] if mine else None,
            "matching": matching,
            "is_waiting": matching and not (matching.done_at or matching.failed_at),
            "is_public": any(m.decision in ("accepted", "related") for m in matches),
        }
        return TemplateResponse(self.request, "admin/proposals/document/decide.html", context)


def marked(passage: Passage, matches: list[Match], in_hand: Match | None) -> list[Part]:
    """The text of a passage in parts, each with the name of what marks it, or ""."""
    names = [""] * len(passage.text)
    for match in sorted(matches, key=lambda match: match == in_hand):
        name = "in-hand" if match == in_hand else "decided" if match.decision else "open"
        for place in range(match.start - passage.start, match.end - passage.start):
            if 0 <= place < len(names):
                names[place] = name
    parts: list[Part] = []
    for letter, name in zip(passage.text, names, strict=True):
        if parts and parts[-1][1] == name:
            parts[-1] = (parts[-1][0] + letter, name)
        else:
            parts.append((letter, name))
    return parts


class VoidUptakePage(EventPage):
    """A link that was a mistake, taken back with a reason."""

    template_name = "admin/proposals/uptake/void.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(pk, UndoForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = UndoForm(request.POST)
        form.full_clean()
        uptake = self.uptake(pk)
        try:
            with transaction.atomic():
                deciding.void(uptake, **form.cleaned_data, by=self.request.user)
                self.desk.log_change(request, uptake.proposal, str(_("Voided.")))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.show(pk, form)
        self.desk.message_user(request, _("Voided, with your reason."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:proposals_uptake_change", args=[pk]))

    def uptake(self, pk: int) -> Uptake:
        return get_object_or_404(Uptake.objects.for_listing(), pk=pk)

    def show(self, pk: int, form: UndoForm) -> HttpResponse:
        return self.render(
            form, title=_("Void a response link"), uptake=self.uptake(pk), opts=Uptake._meta
        )

"""The page on which a policy event is recorded, and the one on which it is taken back.

All that was chosen and typed travels in the page itself: nothing is kept between two requests.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from proposals import tracking
from proposals.admin.acts.policy_event_forms import (
    MOST_STEPS,
    FindForm,
    PolicyEventForm,
    SameForm,
    StepForm,
    StepFormSet,
    UndoForm,
)
from proposals.admin.acts.tracking_forms import field_of
from proposals.admin.desk import EditorRequest
from proposals.finding.filters import ProposalFilter
from proposals.models import Criterion, PolicyEvent, Proposal, StatusUpdate
from proposals.rights import OVERRIDE, RECORD
from proposals.tracking import policy_events
from proposals.tracking.policy_events import EventRefused, Outcome
from proposals.tracking.rules import Conflict, Refusal

# So many hits of a search are offered at once.
FOUND = 50
FIND = ("q", "status", "sector")


class EventPage(View):
    request: EditorRequest
    desk: ClassVar[Any] = None  # the admin of policy events, given by as_view
    template_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(RECORD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def render(self, form: Any, **context: Any) -> HttpResponse:
        self.request.current_app = self.desk.admin_site.name
        context = {
            **self.desk.admin_site.each_context(self.request),
            "opts": PolicyEvent._meta,
            "form": form,
            "adminform": AdminForm(form, form.fieldsets, {}, model_admin=self.desk),
            "media": self.desk.media + form.media,
            **context,
        }
        return TemplateResponse(self.request, self.template_name, context)


class RecordEventPage(EventPage):
    template_name = "admin/proposals/policyevent/record.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = self.with_chosen([], request.GET.getlist("proposal"))
        return self.show(PolicyEventForm(), self.steps(rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        rows = self.with_chosen(self.typed_rows(), request.POST.getlist("pick"))
        is_search = "_search" in request.POST or ("_enter" in request.POST and self.asks_anew())
        if "_apply" in request.POST or not (is_search or "_add" in request.POST):
            return self.judge(self.filled(rows), is_preview="_apply" not in request.POST)
        typed = {name: request.POST.get(name, "") for name in PolicyEventForm.Meta.fields}
        return self.show(PolicyEventForm(initial=typed), self.steps(rows), is_search=True)

    # --- What is chosen and typed ---

    def asks_anew(self) -> bool:
        """Whether Enter was pressed with other words to find than those last found."""
        return self.request.POST.get("searched", "") != self.sought()

    def sought(self) -> str:
        return "&".join(self.request.POST.get(name, "").strip() for name in FIND).strip("&")

    def filled(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The steps, with what is the same for all where they say nothing."""
        same = {name: self.request.POST.get(f"same-{name}", "") for name in SameForm.base_fields}
        return [row | {n: same[n] for n in same if not row.get(n)} for row in rows]

    def typed_rows(self) -> list[dict[str, str]]:
        """The steps as they were sent, without those to be taken off."""
        sent = self.request.POST
        total = sent.get("steps-TOTAL_FORMS", "")
        count = min(int(total), MOST_STEPS) if total.isdecimal() else 0
        rows = []
        for row in range(count):
            prefix = f"steps-{row}-"
            named = {n.removeprefix(prefix) for n in sent if n.startswith(f"{prefix}criterion_")}
            rows.append({n: sent.get(prefix + n, "") for n in {*StepForm.base_fields, *named}})
        return [row for row in rows if row["proposal"].isdecimal() and not row["remove"]]

    def with_chosen(self, rows: list[dict[str, Any]], pks: list[str]) -> list[dict[str, Any]]:
        """The steps, and an empty one for each proposal that was ticked besides."""
        there = {str(row["proposal"]) for row in rows}
        new = [int(pk) for pk in dict.fromkeys(pks) if pk.isdecimal() and pk not in there]
        known = {int(row["proposal"]) for row in rows} | set(new)
        self.proposals = Proposal.objects.for_listing().in_bulk(known)
        rows = [row for row in rows if int(row["proposal"]) in self.proposals]
        self.criteria: dict[int, list[Criterion]] = defaultdict(list)
        listed = Criterion.objects.filter(proposal__in=self.proposals).standing().with_state()
        for criterion in listed.order_by("position", "pk"):
            self.criteria[criterion.proposal_id].append(criterion)
        return rows + [
            {"proposal": pk, "seen": tracking.newest_number(self.proposals[pk])}
            for pk in new
            if pk in self.proposals
        ]

    def steps(self, rows: list[dict[str, Any]], *, is_judged: bool = False) -> Any:
        may_override = self.request.user.has_perm(OVERRIDE)
        given = {
            "proposals": self.proposals,
            "criteria": self.criteria,
            "may_override": may_override,
        }
        if not is_judged:
            return StepFormSet(initial=rows, prefix="steps", form_kwargs=given)
        sent: dict[str, Any] = {"steps-TOTAL_FORMS": len(rows), "steps-INITIAL_FORMS": len(rows)}
        for number, row in enumerate(rows):
            sent |= {f"steps-{number}-{name}": value for name, value in row.items()}
        return StepFormSet(sent, prefix="steps", form_kwargs=given)

    # --- Judging it ---

    def judge(self, rows: list[dict[str, Any]], *, is_preview: bool) -> HttpResponse:
        form, steps = PolicyEventForm(self.request.POST), self.steps(rows, is_judged=True)
        # Both are asked, so that every fault is shown at once.
        if not all([form.is_valid(), steps.is_valid()]):
            return self.show(form, steps)
        event = form.save(commit=False)
        stated = [row.step() for row in steps]
        try:
            with transaction.atomic():
                outcomes = policy_events.apply(
                    event, stated, by=self.request.user, preview=is_preview
                )
                if not is_preview:
                    self.log(event, outcomes)
        except EventRefused as refused:
            for place, refusal in refused.refusals.items():
                self.refuse(form, steps, place, refusal)
            return self.show(form, steps)
        if is_preview:
            return self.show(form, steps, outcomes=outcomes)
        said = _("Recorded, and applied to %(count)d proposals.") % {"count": len(outcomes)}
        self.desk.message_user(self.request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:proposals_policyevent_change", args=[event.pk]))

    def log(self, event: PolicyEvent, outcomes: list[Outcome]) -> None:
        self.desk.log_addition(self.request, event, [{"added": {}}])
        for outcome in outcomes:
            self.desk.log_change(self.request, outcome.proposal, str(event))

    def refuse(self, form: Any, steps: Any, place: int, refusal: Refusal | Conflict) -> None:
        if not steps.forms:
            form.add_error(None, str(refusal))
            return
        row = steps.forms[place]
        if isinstance(refusal, Conflict):
            row.add_error(None, self.what_came_between(row))
            # Let the next attempt pass: the editor is told what has come in between.
            row.data[row.add_prefix("seen")] = tracking.newest_number(row.row)
        else:
            row.add_error(field_of(refusal, row.fields), str(refusal))

    def what_came_between(self, row: StepForm) -> Any:
        unseen = StatusUpdate.objects.filter(
            proposal=row.row, number__gt=row.cleaned_data["seen"]
        ).select_related("void_of", "confirms", "recorded_by")
        return format_lazy(
            _("Recorded by others since you chose it: {records}. Send again if yours holds."),
            records="; ".join(
                f"{update.said()} ({update.recorded_by}: {update.localized('reason')})"
                for update in unseen.order_by("number")
            ),
        )

    # --- Showing it ---

    def show(
        self,
        form: PolicyEventForm,
        steps: Any,
        *,
        is_search: bool = False,
        outcomes: list[Outcome] | None = None,
    ) -> HttpResponse:
        beside: list[Outcome] | list[None] = outcomes or [None] * len(steps.forms)
        return self.render(
            form,
            title=_("Record a policy event"),
            steps=steps,
            rows=list(zip(steps.forms, beside, strict=True)),
            is_previewed=outcomes is not None,
            find=FindForm(self.request.POST if self.request.POST else None),
            same=SameForm(self.request.POST or None, prefix="same"),
            searched=self.sought() if is_search else self.request.POST.get("searched", ""),
            **(self.search() if is_search else {}),
        )

    def search(self) -> dict[str, Any]:
        query = QueryDict(mutable=True)
        for name in FIND:
            if words := self.request.POST.get(name, "").strip():
                query[name] = words
        chosen = ProposalFilter(query, Proposal.objects.public())
        if chosen.faults:
            return {"faults": chosen.faults}
        left = chosen.qs.exclude(pk__in=self.proposals).order_by("-status_from", "-pk")
        found = list(left.prefetch_related("attributions__author")[: FOUND + 1])
        return {"found": found[:FOUND], "is_more": len(found) > FOUND, "most": FOUND}


class UndoEventPage(EventPage):
    template_name = "admin/proposals/policyevent/undo.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.event = get_object_or_404(PolicyEvent, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(UndoForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = UndoForm(request.POST)
        form.full_clean()
        updates = self.left()
        try:
            with transaction.atomic():
                voids = policy_events.undo(self.event, **form.cleaned_data, by=self.request.user)
                for void in voids:
                    self.desk.log_change(request, void.proposal, str(_("Voided.")))
        except EventRefused as refused:
            for place, refusal in refused.refusals.items():
                self.refuse(form, updates, place, refusal)
            return self.show(form)
        said = _("%(count)d updates are voided, with your reason.") % {"count": len(voids)}
        self.desk.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:proposals_policyevent_change", args=[pk]))

    def left(self) -> list[StatusUpdate]:
        """What an undo would void, in its order."""
        updates = self.event.updates.filter(voided_by__isnull=True)
        return list(updates.select_related("proposal").order_by("-effective_from", "-pk"))

    def refuse(
        self, form: UndoForm, updates: list[StatusUpdate], place: int, refusal: Refusal | Conflict
    ) -> None:
        if isinstance(refusal, Refusal) and refusal.field in form.fields:
            if not form.has_error(refusal.field):
                form.add_error(refusal.field, str(refusal))
        elif updates:
            form.add_error(None, f"{updates[place].proposal}: {refusal}")
        else:
            form.add_error(None, str(refusal))

    def show(self, form: UndoForm) -> HttpResponse:
        return self.render(
            form, title=_("Undo a policy event"), event=self.event, updates=self.left()
        )

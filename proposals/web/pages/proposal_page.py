"""The page of one proposal, of now or as it stood."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from proposals.choices import ChangeKind
from proposals.finding.filters import ClockFilter
from proposals.models import Attribution, Change, Proposal, Relation, Uptake
from proposals.models.proposals import ProposalQuerySet
from proposals.models.spans import StatusSpan
from proposals.web.pages.citation import Citation, line_to_share
from proposals.web.pages.needed import next_steps
from proposals.web.pages.timeline import timeline
from proposals.web.query.clocks import Clocks
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers

# So many that share an idea are shown; its own page has them all.
OTHERS = 10

# So many similar ones are shown, of so many that are looked at: some are drafts, or known.
SIMILAR, CANDIDATES = 5, 25
DAY = 24 * 60 * 60


@for_readers
@reads(ClockFilter.public)
def proposal_detail(request: HttpRequest, query: Query[ClockFilter], slug: str) -> HttpResponse:
    public, clocks = query.found.qs, query.clocks
    try:
        proposal = (
            public.for_listing()
            .prefetch_related(others_with_its_ideas(public, slug))
            .get(slug=slug)
        )
    except Proposal.DoesNotExist:
        return _not_there(request, clocks, slug)
    context = page_of(proposal, public, clocks)
    if not clocks.query:
        context["similar"] = _similar(proposal)
    return render(request, "proposals/proposal/detail.html", context)


def page_of(proposal: Any, public: ProposalQuerySet, clocks: Clocks) -> dict[str, Any]:
    """What the page of a proposal of `for_listing` shows; `public` are those it may lead to."""
    address = settings.SITE_URL + proposal.get_absolute_url() + clocks.query
    today = timezone.localdate()
    known_on = clocks.known_at and timezone.localdate(clocks.known_at)
    stood_on = min(clocks.as_of or known_on or today, today)
    context = {
        "proposal": proposal,
        "followed": proposal,
        "most_others": OTHERS,
        "clocks": clocks,
        "timeline": timeline(proposal, clocks),
        "uptakes": _uptakes(proposal, clocks),
        "related": _related(proposal, public),
        "citation": Citation(proposal, address, today, stood_on) if proposal.source else None,
    }
    if not clocks.query:
        context |= {
            "freshness": proposal.freshness(today),
            "next_steps": next_steps(proposal.status),
            "share": line_to_share(proposal, address),
        }
    return context


def _not_there(request: HttpRequest, clocks: Clocks, slug: str) -> HttpResponse:
    """What to say of a proposal that moved, was withdrawn, was not there yet, or never was."""
    try:
        proposal = Proposal.objects.ever_published().select_related("merged_into").get(slug=slug)
    except Proposal.DoesNotExist as fault:
        raise Http404 from fault
    if proposal.merged_into is not None:
        successor = proposal.merged_into.get_absolute_url()
        return HttpResponsePermanentRedirect(successor + clocks.query)
    if not proposal.is_public:
        ends = Change.objects.filter(proposal=proposal, kind=ChangeKind.WITHDRAWN)
        withdrawn_at = ends.order_by("pk").values_list("at", flat=True).last()
        context: dict[str, Any] = {"proposal": proposal, "withdrawn_at": withdrawn_at}
        return render(request, "proposals/proposal/withdrawn.html", context, status=410)
    first = StatusSpan.objects.first_of(proposal)
    context = {"proposal": proposal, "clocks": clocks, "first": first}
    return render(request, "proposals/proposal/not_yet.html", context)


def others_with_its_ideas(public: ProposalQuerySet, slug: str) -> Prefetch:
    """For each idea of the proposal, the public ones by others that ask for the same."""
    others = _with_authors(public.exclude(slug=slug)).order_by("-proposed_from", "-pk")[:OTHERS]
    return Prefetch("ideas__proposal_set", others, to_attr="others")


def _uptakes(proposal: Any, clocks: Clocks) -> list[Uptake]:
    """The official words that answer it, as they had been linked by then."""
    uptakes = list(proposal.uptakes.told_at(clocks.moment).for_listing())
    for uptake in uptakes:
        if clocks.known_at and uptake.voided_at and uptake.voided_at > clocks.known_at:
            uptake.voided_at = None
    return uptakes


def _related(proposal: Any, public: ProposalQuerySet) -> list[tuple[Relation, Proposal]]:
    """Those that belong with it, as they stood, each with why; two queries if there are any."""
    said = {row["slug"]: row for row in proposal.listed_relations}
    if not said:
        return []
    others = _with_authors(public.filter(slug__in=said)).order_by("slug")
    reasons = ("reason_hant", "reason_hans", "reason_en")
    return [
        (Relation(**{name: said[other.slug][name] for name in reasons}), other) for other in others
    ]


def _similar(proposal: Any) -> list[Proposal]:
    """Public ones of its sector that share its words, not known to be the same ask.

    The words are compared once a day: it takes some 0.1 s among 100,000 proposals.
    """
    key = f"likest:{proposal.pk}:{proposal.change_seq}"
    pks: list[int] = cache.get_or_set(key, lambda: proposal.likest(CANDIDATES), DAY) or []
    ideas: Iterable[Any] = proposal.ideas.all()
    known = {other.pk for idea in ideas for other in idea.others}
    related = [row["slug"] for row in proposal.listed_relations]
    in_its_sector = Proposal.objects.public().filter(sector=proposal.sector)
    in_its_sector = in_its_sector.exclude(slug__in=related)
    rows = _with_authors(in_its_sector).in_bulk([pk for pk in pks if pk not in known])
    return [rows[pk] for pk in pks if pk in rows][:SIMILAR]


def _with_authors(proposals: ProposalQuerySet) -> ProposalQuerySet:
    authors = Attribution.objects.select_related("author").order_by("position", "pk")
    return proposals.prefetch_related(Prefetch("attributions", authors))

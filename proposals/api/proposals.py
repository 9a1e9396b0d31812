"""Proposals: one flat row each, in a list under the one filter or alone with its timeline."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.errors import Gone, InvalidQuery, MovedPermanently, NotYet
from proposals.api.fields import (
    ApiAddress,
    CodeField,
    LinkField,
    PageAddress,
    dating,
    precision,
    texts,
)
from proposals.api.flat_rows import flat_rows
from proposals.api.history import CheckRow, StatusUpdateRow, with_all_shown
from proposals.api.lists import ListView
from proposals.api.openapi import (
    GoneProblem,
    NotYetProblem,
    codes_parameter,
    day_parameter,
    described_list,
    described_row,
    instant_parameter,
    problem,
    text_parameter,
)
from proposals.api.reading import ReadView
from proposals.choices import (
    Basis,
    CriterionState,
    Instrument,
    PublicationState,
    Specificity,
    Status,
)
from proposals.finding.edition import Edition
from proposals.finding.filters import TARGETS, ClockFilter, ProposalFilter
from proposals.finding.paging import DEFAULT_ORDERING, ORDERINGS, Page, page_by
from proposals.models import Attribution, Check, Proposal, StatusUpdate
from proposals.models.clocks import Moment
from proposals.models.proposals import ProposalQuerySet
from proposals.models.spans import StatusSpan

CLOCK_PARAMETERS = [
    day_parameter("as_of", "As things stood in the world at the end of this day."),
    instant_parameter(
        "known_at",
        "As we had published it by then; a bare day is its end; combines with as_of.",
    ),
]

MOVED = OpenApiParameter(
    "Location", str, "header", description="Where it now stands.", response=[301]
)

# The one filter, as every address describes it that takes it.
THE_FILTER = [
    text_parameter(
        "q",
        "Words in title, summary, author or scheme name, or in the names of sector, place, bodies, "
        "source and instrument, in any script; all of them. Quoted text is one phrase; a OR b, a/b "
        "any of them; -a without it. Synonyms are looked for too, unless quoted.",
    ),
    codes_parameter("status", "Where policy stands.", Status.values),
    codes_parameter("sector", "Codes of sectors."),
    codes_parameter("instrument", "Policy instruments.", Instrument.values),
    codes_parameter("body", "Codes of bodies that are asked."),
    codes_parameter("author", "Slugs of authors."),
    codes_parameter("source", "Slugs of sources."),
    codes_parameter("idea", "Slugs of ideas."),
    codes_parameter("document", "Slugs of official documents that answer them."),
    codes_parameter("place", "Codes of places; what lies in a place is found with it."),
    codes_parameter("specificity", "Whether it could be checked.", Specificity.values),
    codes_parameter(
        "proposed_month",
        "Months of the ask (2026-05), years where no month is stated (2026), `bounded` or "
        "`undated`.",
    ),
    day_parameter("proposed_after", "Asked on this day or later."),
    day_parameter("proposed_before", "Asked on this day or earlier."),
    day_parameter("status_since_after", "Stands where it does since this day or later."),
    day_parameter("status_since_before", "Stands where it does since this day or earlier."),
    OpenApiParameter(
        "target",
        {"type": "string", "enum": list(TARGETS)},
        description="Of the day that government gave itself: given; or missed, where it is over "
        "and the proposal came to no end.",
    ),
    day_parameter("target_after", "Government gave this day or a later one."),
    day_parameter("target_before", "Government gave this day or an earlier one."),
    *CLOCK_PARAMETERS,
    instant_parameter(
        "updated_since", "Published content moved then or later; a bare day is its start."
    ),
    OpenApiParameter(
        "ordering",
        {"type": "string", "enum": list(ORDERINGS)},
        description=f"The order: relevance with q and {DEFAULT_ORDERING} without it, unless said "
        "otherwise; relevance needs q.",
    ),
]


class AuthorOfProposal(serializers.Serializer[Attribution]):
    """Who asks, in the capacity that the source stated then."""

    slug = serializers.CharField(source="author.slug", help_text="Slug of the author.")
    name_hant, name_hans, name_en = texts("The name", of="author.name")
    capacity = serializers.CharField(
        source="capacity_hant", help_text="The capacity then, in Traditional Chinese, or empty."
    )
    capacity_hans = serializers.CharField(help_text="The same in Simplified Chinese.")
    capacity_en = serializers.CharField(help_text="The same in English.")


class SourceOfProposal(serializers.Serializer[Proposal]):
    """Where the ask was made, and by which words to find it there."""

    slug = serializers.CharField(source="source.slug", help_text="Slug of the source.")
    headline = serializers.CharField(source="source.headline", help_text="As printed.")
    publication = serializers.CharField(
        source="source.publication.slug",
        allow_null=True,
        help_text="The permanent name of the newspaper, journal or site; null if unknown.",
    )
    published_on = serializers.DateField(
        source="source.published_on",
        allow_null=True,
        help_text="The day it was published; null where it states none.",
    )
    published_on_precision = precision("source.published_on_precision")
    url = LinkField(
        source="source.url",
        allow_null=True,
        help_text="Where the source itself is read; null if unknown.",
    )
    locator = serializers.CharField(
        help_text="A phrase exactly as printed, by which to find the passage, or empty."
    )
    publication_name_hant, publication_name_hans, publication_name_en = texts(
        "The name of the publication", of="source.publication.name"
    )
    published_not_before, published_not_after, published_basis = dating("source.published")
    page = serializers.CharField(
        source="source.page", help_text="The page as printed, such as A12, or empty."
    )
    archived_url = LinkField(
        source="source.archived_url",
        allow_null=True,
        help_text="A copy that an archive keeps; null if none is known.",
    )
    archived_on = serializers.DateField(
        source="source.archived_on",
        allow_null=True,
        help_text="The day of that copy; null if not known.",
    )
    headline_en = serializers.CharField(
        source="source.headline_en",
        help_text="The editors' translation of the headline, or empty.",
    )


class CriterionOfProposal(serializers.Serializer[dict[str, Any]]):
    """A part of the ask that one can look at and say whether it was met."""

    position = serializers.IntegerField(help_text="Its place among the criteria, from 1.")
    text_hant, text_hans, text_en = texts("What would count as delivered")
    state = CodeField(
        CriterionState.choices,
        help_text="Whether it has been met; with as_of or known_at, whether it had been.",
    )
    stated_in = serializers.IntegerField(
        allow_null=True, help_text="The id of the record that says so; null if none does."
    )


class RelatedProposal(serializers.Serializer[dict[str, Any]]):
    """Another proposal that belongs with this one and does not ask for the same."""

    slug = serializers.CharField(help_text="Slug of the other proposal.")
    reason_hant, reason_hans, reason_en = texts("Why they are related")


class ProposalRow(serializers.Serializer[Proposal]):
    """One ask, and where policy stands on it."""

    slug = serializers.CharField(help_text="The permanent name of the proposal.")
    url = ApiAddress("api:proposal-detail")
    html_url = PageAddress()
    title_hant, title_hans, title_en = texts("The ask in a line")
    summary_hant, summary_hans, summary_en = texts("The ask in our words")
    status = CodeField(
        Status.choices,
        source="shown_status",
        help_text="Where policy stands; with as_of or known_at, where it stood.",
    )
    status_since = serializers.DateField(
        source="shown_since",
        allow_null=True,
        help_text="Since when, in the world; null where the source states no date.",
    )
    status_since_precision = precision("shown_since_precision")
    sector = serializers.CharField(source="sector.code", help_text="Code of the sector.")
    instrument = CodeField(Instrument.choices, help_text="The policy instrument asked for.")
    specificity = CodeField(
        Specificity.choices, help_text="Whether one could later check that it was met."
    )
    place = serializers.SerializerMethodField(
        help_text="Code of the first of `places`; null where there is none."
    )
    bodies = serializers.SerializerMethodField(
        help_text="Codes of the bodies that are asked, named by the source or inferred."
    )
    ideas = serializers.SerializerMethodField(help_text="Slugs of the ideas it shares.")
    authors = AuthorOfProposal(source="attributions", many=True, help_text="Who asks, in order.")
    # Rows have this field in place of the option that every field of the framework has.
    source = SourceOfProposal(  # type: ignore[assignment]
        source="*", help_text="Where the ask was made."
    )
    proposed_on = serializers.DateField(
        allow_null=True, help_text="The day of the ask; null where the source states none."
    )
    proposed_on_precision = precision()
    checked_on = serializers.DateField(
        allow_null=True,
        help_text="The day an editor last looked for news; null where nobody has checked yet.",
    )
    next_check_on = serializers.DateField(
        allow_null=True, help_text="The day the next look falls due."
    )
    update_count = serializers.IntegerField(help_text="Status updates that hold.")
    first_published_at = serializers.DateTimeField(help_text="When it was first published here.")
    updated_at = serializers.DateTimeField(help_text="When anything published of it last moved.")
    change_seq = serializers.IntegerField(
        help_text="Number of its newest change; larger is later, over all proposals."
    )
    scheme_hant, scheme_hans, scheme_en = texts("The scheme, fund or body asked for, by name,")
    figures = serializers.CharField(
        help_text="Amounts and deadlines as the source states them, or empty."
    )
    bodies_stated = serializers.SerializerMethodField(
        help_text="Those of `bodies` that the source itself names."
    )
    proposed_not_before, proposed_not_after, proposed_basis = dating("proposed")
    proposed_basis_hant, proposed_basis_hans, proposed_basis_en = texts(
        "From what the editors inferred the date"
    )
    places = serializers.SerializerMethodField(
        help_text="Codes of all places it is about, in the order of their list."
    )
    figures_en = serializers.CharField(help_text="The editors' translation of `figures`, or empty.")
    target_on = serializers.DateField(
        allow_null=True,
        help_text="The day by which government itself says that it will be done; null where it "
        "gave none.",
    )
    target_on_precision = precision()
    target_not_after = serializers.DateField(
        source="target_to", allow_null=True, help_text="The last day that this may mean."
    )
    target_title = serializers.CharField(
        help_text="The document that gives the target day, or empty."
    )
    target_url = serializers.CharField(help_text="Link to that document, or empty.")

    def get_place(self, proposal: Proposal) -> str | None:
        first = proposal.first_place()
        return first.code if first else None

    def get_places(self, proposal: Proposal) -> list[str]:
        return [place.code for place in proposal.places.all()]

    criteria = CriterionOfProposal(
        source="listed_criteria",
        many=True,
        help_text="What would count as delivered, part by part.",
    )
    related = RelatedProposal(
        source="listed_relations",
        many=True,
        help_text="Proposals that belong with it and do not ask for the same.",
    )

    def get_bodies(self, proposal: Proposal) -> list[str]:
        return [addressee.body.code for addressee in proposal.addressees.all()]

    def get_ideas(self, proposal: Proposal) -> list[str]:
        return [idea.slug for idea in proposal.ideas.all()]

    def get_bodies_stated(self, proposal: Proposal) -> list[str]:
        return [a.body.code for a in proposal.addressees.all() if a.basis == Basis.STATED]


class ProposalWithTimeline(ProposalRow):
    """One ask with everything that is on record about it."""

    updates = StatusUpdateRow(
        many=True,
        help_text="Its timeline in the order recorded, voided records and voids included.",
    )
    checks = CheckRow(many=True, help_text="When editors looked and found nothing new.")


# What a proposal is sorted by, as far as that is a column of its own.
KEYS = {field.attname for field in Proposal._meta.concrete_fields} | {"pk"}


@described_list("proposals", ProposalRow, "Proposals under the one filter", THE_FILTER)
class ProposalList(ListView[Proposal]):
    row = ProposalRow
    filter = ProposalFilter

    def rows(self) -> ProposalQuerySet:
        return Proposal.objects.public()

    def page(self, filtered: Any, *, cursor: str, size: int) -> Page[Proposal]:
        """What marks the page alone: `results` reads the rest."""
        keys, name = filtered.keys, filtered.order_name
        rows = filtered.sortable.only(*(column for column, _down in keys if column in KEYS))
        return page_by(rows, keys, name=name, cursor=cursor, size=size)

    def results(self, filtered: Any, page: Page[Proposal]) -> list[dict[str, Any]]:
        return flat_rows(filtered.qs, [proposal.pk for proposal in page.rows])


def reachable(rows: ProposalQuerySet, **key: Any) -> Proposal:
    """What an address names, also where it was merged into another. Drafts do not exist."""
    found = rows.ever_published().filter(**key).first()
    if found is None:
        raise Http404
    if found.publication_state == PublicationState.WITHDRAWN:
        raise Gone(
            reason_hant=found.withdrawn_reason_hant,
            reason_hans=found.withdrawn_reason_hans,
            reason_en=found.withdrawn_reason_en,
        )
    return found


@described_row(
    "proposals",
    ProposalWithTimeline,
    "One proposal with its timeline",
    [*CLOCK_PARAMETERS, MOVED],
    more={
        301: OpenApiResponse(description="It was merged into the one at the address in Location."),
        **problem(
            404,
            "There is none, it is not public, or it was not here yet at the time asked for.",
            NotYetProblem,
        ),
        **problem(410, "It has been withdrawn; the reason is given.", GoneProblem),
    },
)
class ProposalDetail(ReadView):
    def edition(self, **key: str) -> Edition:
        shown = Proposal.objects.select_related("merged_into").only(
            "publication_state",
            "change_seq",
            "updated_at",
            "withdrawn_reason_hant",
            "withdrawn_reason_hans",
            "withdrawn_reason_en",
            "merged_into__slug",
        )
        found = reachable(shown, **key)
        if found.merged_into is not None:
            address = reverse("api:proposal-detail", args=[found.merged_into.slug])
            query = self.request.META["QUERY_STRING"]
            raise MovedPermanently(f"{address}?{query}" if query else address)
        return Edition.of(found)

    def get(self, request: Request, **key: str) -> HttpResponseBase:
        response = super().get(request, **key)
        # Its ETag comes back in If-Match: whoever packed the answer would have to weaken it.
        response.headers["Cache-Control"] += ", no-transform"
        return response

    def answer(self, request: Request, **key: str) -> Response:
        public = Proposal.objects.public()
        found = ClockFilter(request.query_params, public)
        if found.faults:
            raise InvalidQuery(found.faults)
        proposal = found.qs.for_listing().filter(**key).first()
        if proposal is None:
            raise _not_yet(get_object_or_404(public, **key), found.moment)
        updates = StatusUpdate.objects.told_at(found.moment).order_by("number", "pk")
        checks = Check.objects.told_at(found.moment).order_by("recorded_at", "pk")
        prefetch_related_objects(
            [proposal],
            Prefetch("updates", with_all_shown(updates, found.moment)),
            Prefetch("checks", checks),
        )
        return Response(ProposalWithTimeline(proposal).data)


def _not_yet(proposal: Proposal, moment: Moment) -> NotYet:
    published_at = proposal.first_published_at
    first = StatusSpan.objects.first_of(proposal)
    unpublished = moment.known_at and published_at and moment.known_at < published_at
    return NotYet(
        NotYet.unpublished if unpublished else NotYet.default_detail,
        first_published_at=timezone.localtime(published_at).isoformat(),
        stands_since=first.since.isoformat() if first and first.since else None,
        stands_since_precision=(first and first.since_precision) or None,
    )

"""Everything published, in commit order: the way to keep a copy that is never wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import QueryDict
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from proposals.api.copies import CopyRow
from proposals.api.counted import CountedRow
from proposals.api.documents import DocumentRow, UptakeRow
from proposals.api.errors import InvalidQuery, LogRestored
from proposals.api.fields import CodeField
from proposals.api.glossary import TermRow
from proposals.api.ideas import IdeaRow
from proposals.api.lists import LARGEST_PAGE
from proposals.api.openapi import (
    READ_HEADERS,
    READ_RESPONSES,
    LogRestoredProblem,
    codes_parameter,
    problem,
)
from proposals.api.people import AuthorRow
from proposals.api.proposals import ProposalRow
from proposals.api.reading import ReadView
from proposals.api.sources import PublicationRow, SourceRow
from proposals.api.synonyms import SynonymRow
from proposals.api.taxonomy import BodyRow, PlaceRow, SectorRow
from proposals.choices import ChangeKind, Noun
from proposals.finding.edition import Edition, epoch
from proposals.finding.filters import CodesFilter, StrictFilter
from proposals.finding.parameters import Fault, Known
from proposals.models import (
    Author,
    Body,
    Change,
    Document,
    Idea,
    KeptCopy,
    Place,
    Proposal,
    Publication,
    Sector,
    Source,
    Synonym,
    Term,
    Uptake,
)
from proposals.models.changes import ChangeQuerySet

PAGE = 100
LARGEST_SEQ = 2**63 - 1

# How the row of each noun is read, and what it is written by. Counts are left out: they move
# with proposals, whose changes are told by themselves.
ROWS: dict[Noun, tuple[Any, type[serializers.Serializer[Any]]]] = {
    Noun.PROPOSAL: (Proposal.objects.for_listing(), ProposalRow),
    Noun.AUTHOR: (Author.objects.all(), AuthorRow),
    Noun.PUBLICATION: (Publication.objects.all(), PublicationRow),
    Noun.SOURCE: (Source.objects.select_related("publication"), SourceRow),
    Noun.SECTOR: (Sector.objects.all(), SectorRow),
    Noun.BODY: (Body.objects.select_related("parent"), BodyRow),
    Noun.PLACE: (Place.objects.select_related("parent"), PlaceRow),
    Noun.IDEA: (Idea.objects.all(), IdeaRow),
    Noun.SYNONYM: (Synonym.objects.all(), SynonymRow),
    Noun.TERM: (Term.objects.all(), TermRow),
    Noun.DOCUMENT: (Document.objects.select_related("publisher").defer("text"), DocumentRow),
    Noun.COPY: (KeptCopy.objects.for_listing(), CopyRow),
    Noun.UPTAKE: (
        Uptake.objects.select_related("document", "proposal").defer("document__text"),
        UptakeRow,
    ),
}


class ChangeRow(serializers.Serializer[Change]):
    """One thing that was published, changed or taken back."""

    seq = serializers.IntegerField(help_text="Its number; larger is later, without exception.")
    at = serializers.DateTimeField(help_text="When it was published.")
    kind = CodeField(ChangeKind.choices, help_text="What happened.")
    noun = CodeField(Noun.choices, help_text="What it happened to.")
    key = serializers.CharField(help_text="Slug or code of what it happened to.")
    proposal = serializers.CharField(
        source="proposal.slug", allow_null=True, help_text="The same, where it is a proposal."
    )
    target = serializers.CharField(
        source="target.slug",
        allow_null=True,
        help_text="Of a merge: slug of the proposal that took it in.",
    )
    gone = serializers.BooleanField(
        help_text="Whether the public saw it no more from then on; of proposals see `row`."
    )
    digest = serializers.CharField(
        help_text="Fingerprint of what was said: of the record or check, else of the text."
    )
    hash = serializers.CharField(help_text="Fingerprint of this change and of all before it.")
    row = serializers.SerializerMethodField(
        help_text="The row as it stands now, without counts; null where it is public no more: "
        "delete it from your copy."
    )

    def get_row(self, change: Change) -> dict[str, Any] | None:
        return self.context["rows"].get((change.noun, change.key))


class ChangeLogFilter(StrictFilter):
    """Which changes are wanted, and from where on."""

    around = frozenset({"after", "limit", "epoch"})

    kind = CodesFilter(known=Known(tuple(ChangeKind.values)), method="by_code")
    noun = CodesFilter(known=Known(tuple(Noun.values)), method="by_code")
    proposal = CodesFilter(
        known=Known(rows=Proposal.objects.ever_published, column="slug"), method="by_proposal"
    )

    def by_code(
        self, changes: ChangeQuerySet, name: str, value: dict[str, list[str]]
    ) -> ChangeQuerySet:
        return changes.any_of(name, **value)

    def by_proposal(
        self, changes: ChangeQuerySet, _name: str, value: dict[str, list[str]]
    ) -> ChangeQuerySet:
        return changes.any_of("proposal__slug", **value)


@extend_schema_view(
    get=extend_schema(
        operation_id="changes_list",
        summary="Changes in commit order",
        description=(
            "Read on with `next` for ever: it holds your position and the epoch. Apply each "
            "`row` to your copy by noun and key, and delete what has none; the copy then equals "
            "what is published, however many write at once."
        ),
        parameters=[
            OpenApiParameter(
                "after",
                {"type": "integer", "minimum": 0, "maximum": LARGEST_SEQ},
                description="The number of the last change that you have; 0 to begin.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
                description=f"Changes in an answer, {PAGE} unless said otherwise.",
            ),
            OpenApiParameter(
                "epoch",
                str,
                description="The epoch in which you read before. Where the log has been restored "
                "from a backup since, the answer is 409 instead of a copy that is silently wrong.",
            ),
            codes_parameter("kind", "What happened.", ChangeKind.values),
            codes_parameter("noun", "What it happened to.", Noun.values),
            codes_parameter("proposal", "Slugs of proposals."),
            *READ_HEADERS,
        ],
        responses={
            200: OpenApiResponse(
                inline_serializer(
                    "ChangePage",
                    {
                        "results": ChangeRow(many=True, help_text="The changes, oldest first."),
                        "next_after": serializers.IntegerField(
                            help_text="Give it as `after` to read on, now or later."
                        ),
                        "epoch": serializers.CharField(help_text="Give it as `epoch` with it."),
                        "next": serializers.URLField(help_text="The address that does both."),
                        "is_last": serializers.BooleanField(
                            help_text="Whether nothing comes after it for now."
                        ),
                    },
                ),
                "Changes after the position given.",
            ),
            **READ_RESPONSES,
            **problem(
                409,
                "The log was restored since you read it: begin again at 0.",
                LogRestoredProblem,
            ),
        },
        filters=False,
    )
)
class ChangeList(ReadView):
    row: ClassVar[type[serializers.Serializer[Any]]] = ChangeRow

    def answer(self, request: Request, **key: str) -> Response:
        parameters = request.query_params
        filtered = ChangeLogFilter(parameters, queryset=Change.objects.all())
        after, wrong_after = _whole(parameters, "after", 0, 0, LARGEST_SEQ)
        limit, wrong_limit = _whole(parameters, "limit", PAGE, 1, LARGEST_PAGE)
        if faults := [*filtered.faults, *wrong_after, *wrong_limit]:
            raise InvalidQuery(faults)
        now = epoch()
        newest = Edition.newest().seq
        if parameters.get("epoch", "").strip() not in ("", now) or after > newest:
            raise LogRestored(now)
        # Up to the newest that was looked at: what comes meanwhile is told by the next answer.
        wanted = filtered.qs.filter(seq__gt=after, seq__lte=newest).order_by("seq")
        found = list(wanted.select_related("proposal", "target")[: limit + 1])
        changes, is_last = found[:limit], len(found) <= limit
        next_after = newest if is_last else changes[-1].seq
        again = parameters.copy()
        again["after"], again["epoch"] = str(next_after), now
        context = {"request": request, "rows": _rows(changes, request)}
        return Response(
            {
                "results": self.row(changes, many=True, context=context).data,
                "next_after": next_after,
                "epoch": now,
                "next": request.build_absolute_uri(f"{request.path}?{again.urlencode()}"),
                "is_last": is_last,
            }
        )


def _rows(changes: Iterable[Change], request: Request) -> dict[tuple[str, str], Any]:
    """The rows of what changed that the public may see now, by noun and key."""
    keys: dict[str, set[str]] = {}
    for change in changes:
        keys.setdefault(change.noun, set()).add(change.key)
    found = {}
    for noun, wanted in keys.items():
        rows, row = ROWS[Noun(noun)]
        name = "slug" if noun == Noun.PROPOSAL else rows.model.KEY
        public = rows.public().filter(**{f"{name}__in": wanted})
        writer = row(context={"request": request})
        for counted in CountedRow().fields.keys() & writer.fields.keys():
            del writer.fields[counted]
        for shown in public:
            found[noun, getattr(shown, name)] = writer.to_representation(shown)
    return found


def _whole(
    parameters: QueryDict, name: str, default: int, least: int, most: int
) -> tuple[int, list[Fault]]:
    text = parameters.get(name, "").strip()
    if not text:
        return default, []
    if text.isascii() and text.isdigit() and len(text) <= 19 and least <= int(text) <= most:
        return int(text), []
    message = f"“{text}” is not a whole number from {least} to {most}."
    return default, [Fault(name, message, [f"{least}–{most}"])]

"""Who asked: the list of authors and the page of one."""

from typing import Any, Self

import numpy as np
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from proposals.counts.columns import columns
from proposals.finding.filters import ClockFilter
from proposals.languages import EN
from proposals.models import Attribution, Author, Sector
from proposals.models.proposals import ProposalQuerySet
from proposals.models.visible import visible
from proposals.web.pages.gathered import gathered
from proposals.web.pages.record import record
from proposals.web.pages.registers import Register, register
from proposals.web.query.read import Query, reads
from proposals.web.readers import for_readers


class AuthorRegister(Register):
    names = ("name_hant", "name_hans", "name_en")

    @classmethod
    def public(cls, data: QueryDict) -> Self:
        held = columns()
        numbers = np.bincount(held.linked["author"][1])[1:].tolist()
        # The number at the place of its key: counted here, the page would cost as all of them do.
        number = RawSQL("(%s::int[])[proposals_author.id]", [numbers], IntegerField())
        return cls(data, Author.objects.annotate(number=number).filter(number__gt=0))


@for_readers
@reads(AuthorRegister.public)
def author_list(request: HttpRequest, query: Query[AuthorRegister]) -> HttpResponse:
    return register(
        request,
        query,
        keys=[("number", True), ("slug", False), ("pk", False)],
        template="proposals/author/list.html",
        describe=_describe,
    )


def _describe(authors: list[Any]) -> None:
    """Give each the capacity stated last, and the sector of most that they ask. Three queries."""
    pks = [author.pk for author in authors]
    stated = Attribution.objects.in_bulk([pk for pk in last_stated(pks) if pk], field_name="pk")
    by_author = {attribution.author_id: attribution for attribution in stated.values()}
    main = _main_sectors(pks)
    sectors = Sector.objects.in_bulk(main.values())
    for author in authors:
        author.stated = by_author.get(author.pk)
        author.main_sector = sectors[main[author.pk]] if author.pk in main else None


def last_stated(authors: list[int]) -> QuerySet[Author, int | None]:
    """Of each author the attribution that stated a capacity last, where one did."""
    theirs = Attribution.objects.filter(visible("proposal__"), author=OuterRef("pk"))
    last = theirs.exclude(capacity_hant="").order_by("-pk").values("pk")[:1]
    return Author.objects.filter(pk__in=authors).values_list(Subquery(last), flat=True)


def _main_sectors(authors: list[int]) -> dict[int, int]:
    """Of each author the sector with most of what they ask, the first where several have."""
    held = columns()
    places, asking = held.linked["author"]
    theirs = np.isin(asking, authors)
    sectors = held.single["sector"][places[theirs]]
    rows, row = np.unique(asking[theirs], return_inverse=True)
    width = sectors.max(initial=0) + 1
    numbers = np.bincount(row * width + sectors, minlength=len(rows) * width)
    most = numbers.reshape(-1, width).argmax(axis=1)
    return dict(zip(rows.tolist(), most.tolist(), strict=True))


@for_readers
@reads(ClockFilter.public)
def author_detail(request: HttpRequest, query: Query[ClockFilter], slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.public(), slug=slug)
    theirs = query.found.qs.linked_to(Attribution, "author__slug", [slug], [])
    return render(
        request,
        "proposals/author/detail.html",
        {
            "author": author,
            "other_name": author.name_hant if get_language() == EN else author.name_en,
            "capacities": _capacities(author, theirs),
            "clocks": query.clocks,
            **gathered(theirs, "author", slug),
            **record(theirs, query.found.moment, traits=["sector", "body"]),
        },
    )


def _capacities(author: Author, theirs: ProposalQuerySet) -> list[Attribution]:
    """The capacities in which the author asked, each once, as the sources state them."""
    stated = author.attributions.filter(proposal__in=theirs.values("pk")).exclude(capacity_hant="")
    return list({a.capacity_hant: a for a in stated.order_by("pk")}.values())

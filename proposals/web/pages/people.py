"""Who asked: the list of authors and the page of one."""

from typing import Any, Self

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

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
        shown = visible("attributions__proposal__")
        authors = Author.objects.annotate(number=Count("attributions", filter=shown))
        return cls(data, authors.filter(number__gt=0))


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
    shown = Attribution.objects.filter(visible("proposal__"), author__in=authors)
    last = shown.exclude(capacity_hant="").order_by("author", "-pk").distinct("author")
    stated = {attribution.author_id: attribution for attribution in last}
    numbers = shown.order_by().values_list("author", "proposal__sector")
    by_author: dict[int, list[tuple[int, int]]] = {}
    for author, sector, number in numbers.annotate(number=Count("pk")):
        by_author.setdefault(author, []).append((number, -sector))
    main = {author: -max(found)[1] for author, found in by_author.items()}
    sectors = Sector.objects.in_bulk(main.values())
    for author in authors:
        author.stated = stated.get(author.pk)
        author.main_sector = sectors[main[author.pk]]


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

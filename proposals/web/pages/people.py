"""Who asked: the list of authors and the page of one."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.choices import PublicationState
from proposals.models import Attribution, Author
from proposals.models.proposals import ProposalQuerySet
from proposals.web.pages.gathered import gathered
from proposals.web.pages.registers import Register, register
from proposals.web.query.clocks import Clocks, looks_back


class AuthorRegister(Register):
    names = ("name_hant", "name_hans", "name_en")


@require_safe
def author_list(request: HttpRequest) -> HttpResponse:
    is_public = Q(
        attributions__proposal__publication_state=PublicationState.PUBLISHED,
        attributions__proposal__merged_into=None,
    )
    authors = Author.objects.annotate(number=Count("attributions", filter=is_public))
    return register(
        request,
        AuthorRegister(request.GET, authors.filter(number__gt=0)),
        keys=[("number", True), ("slug", False), ("pk", False)],
        template="proposals/author/list.html",
    )


@require_safe
@looks_back
def author_detail(request: HttpRequest, clocks: Clocks, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.public(), slug=slug)
    theirs = clocks.proposals.linked_to(Attribution, "author__slug", [slug], [])
    return render(
        request,
        "proposals/author/detail.html",
        {
            "author": author,
            "capacities": _capacities(author, theirs),
            "clocks": clocks,
            **gathered(theirs, "author", slug),
        },
    )


def _capacities(author: Author, theirs: ProposalQuerySet) -> list[Attribution]:
    """The capacities in which the author asked, each once, as the sources state them."""
    stated = author.attributions.filter(proposal__in=theirs.values("pk")).exclude(capacity_hant="")
    return list({a.capacity_hant: a for a in stated.order_by("pk")}.values())

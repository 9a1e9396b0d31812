"""The glossary: public names in Chinese and English, and where the editors saw them."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from proposals.choices import TermKind
from proposals.languages import EN, HANT, LANG_TAGS, SUFFIXES
from proposals.models import Term
from proposals.web.readers import for_readers


@for_readers
def glossary(request: HttpRequest) -> HttpResponse:
    own = get_language() or HANT
    other = HANT if own == EN else EN
    order = TermKind.values
    terms = sorted(Term.objects.public().order_by("pk"), key=lambda term: term.localized("name"))
    terms.sort(key=lambda term: order.index(term.kind))
    kinds = [
        (kind, TermKind(kind).label, [(term, *_names(term, own, other)) for term in found])
        for kind, found in groupby(terms, key=lambda term: term.kind)
    ]
    context = {"kinds": kinds, "other": LANG_TAGS[other]}
    return render(request, "proposals/glossary.html", context)


def _names(term: Term, own: str, other: str) -> tuple[str, list[str], list[str]]:
    """What it is called in the other language, and what else in either."""
    aliases = [getattr(term, f"aliases{SUFFIXES[language]}") for language in (own, other)]
    return term.localized("name", other), aliases[0], aliases[1]

"""What rows are called: slugs that are free, and rows that have the name already."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q

from proposals.addresses import same_page
from proposals.folding import fold
from proposals.models import Author, Body, Proposal, Publication, Source
from proposals.models.searched import likest
from proposals.slugs import cut, free, slug_of

Named = TypeVar("Named", Author, Body, Publication)

# What stands between several names in one field.
SEPARATORS = re.compile(r"[、;；\n]")
# So many rows like another are told of.
MOST_ALIKE = 3
# A hyphen and a number of five digits.
_LONGEST_NUMBER = 6


def slugs_like(model: Any, slug: str, but: int | None = None) -> set[str]:
    """The slugs of others that differ from this one by capital letters alone."""
    rows = model._default_manager.exclude(pk=but or 0).filter(slug__iexact=slug).exclude(slug=slug)
    return {taken.lower() for taken in rows.values_list("slug", flat=True)}


def offered_slug(model: Any, *names: str, but: int | None = None) -> str:
    """A slug that no other row has, made from its names; empty where they give none. In a
    transaction it is this one's: whoever else is to be offered the same waits for its end.
    """
    table, length = model._meta.db_table, model._meta.get_field("slug").max_length
    slug = slug_of(*names, length=length)
    if not slug:
        return ""
    # With a number after it no more of it may be left than this.
    stem = cut(slug, length - _LONGEST_NUMBER)
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [table, stem]
            )
    rows = model._default_manager.exclude(pk=but or 0).filter(slug__istartswith=stem)
    return free(slug, {taken.lower() for taken in rows.values_list("slug", flat=True)}, length)


def names_in(text: str) -> list[str]:
    """The names of one field, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, SEPARATORS.split(text)))))


def named(model: type[Named], name: str) -> list[Named]:
    """The rows that have this name in any language, or are known by it."""
    query = Q(name_hant__iexact=name) | Q(name_hans__iexact=name) | Q(name_en__iexact=name)
    if model is Body:
        query |= Q(code=name) | Q(aliases_hant__contains=[name]) | Q(aliases_en__contains=[name])
    else:
        query |= Q(slug__iexact=name)
    return list(model._default_manager.filter(query).order_by("pk")[: MOST_ALIKE + 1])


def titled_alike(title: str, but: int | None = None) -> list[Proposal]:
    """Proposals with this title, or one that shares its rare words; drafts among them."""
    if len(fold(title)) < 2:
        return []
    equal = Proposal.objects.filter(title_hant__iexact=title).values_list("pk", flat=True)
    pks = [*equal.order_by("pk")[:MOST_ALIKE], *likest(but or 0, None, [title], MOST_ALIKE)]
    rows = Proposal.objects.exclude(pk=but or 0).in_bulk(pks)
    return [rows[pk] for pk in dict.fromkeys(pks) if pk in rows][:MOST_ALIKE]


def printed_alike(headline: str, url: str, but: int | None = None) -> list[Source]:
    """Sources of this headline, or at this address however newsletters have lengthened it."""
    query = Q(pk=None)
    if headline:
        query |= Q(headline__iexact=headline)
    page = same_page(url)
    if page:
        query |= Q(url__icontains=urlsplit(url.strip()).path.rstrip("/") or page.rstrip("?"))
    rows = Source.objects.exclude(pk=but or 0).filter(query).order_by("pk")
    alike = [
        row
        for row in rows
        if row.headline.casefold() == headline.casefold() or (page and same_page(row.url) == page)
    ]
    return alike[:MOST_ALIKE]

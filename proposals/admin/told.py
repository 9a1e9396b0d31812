"""What the desk knows of a text while an editor types it: what it means, who and what is alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from proposals.dates import read_written_date, written_day
from proposals.editing import naming
from proposals.models import Author, Proposal, Publication
from proposals.rights import ADD_PROPOSAL

# More than any of these fields holds.
MOST = 600
Told = tuple[str, str]


class ToldPages(admin.AdminSite):
    def get_urls(self) -> list[Any]:
        return [path("told/", self.admin_view(told), name="told"), *super().get_urls()]


def told(request: HttpRequest) -> JsonResponse:
    """Lines about a value, each with the page that it leads to, if any."""
    if not request.user.has_perm(ADD_PROPOSAL):
        raise PermissionDenied
    value = request.GET.get("value", "").strip()[:MOST]
    say = KINDS.get(request.GET.get("kind", ""))
    lines = list(say(value)) if say and value else []
    return JsonResponse({"told": [{"text": text, "address": at} for text, at in lines]})


def _date(value: str) -> Iterator[Told]:
    day = read_written_date(value)
    yield (written_day(day, day.precision) if day else _("This is not read as a date.")), ""


def _title(value: str) -> Iterator[Told]:
    for row in naming.titled_alike(value):
        yield _("Like: %(title)s") % {"title": row}, _page("proposal", row.pk)
    slug = naming.offered_slug(Proposal, value)
    if slug:
        yield _("Slug: %(slug)s") % {"slug": slug}, ""


def _headline(value: str) -> Iterator[Told]:
    for row in naming.printed_alike(value, ""):
        yield _("There already: %(title)s") % {"title": row}, _page("source", row.pk)


def _url(value: str) -> Iterator[Told]:
    for row in naming.printed_alike("", value):
        yield _("There already: %(title)s") % {"title": row}, _page("source", row.pk)


def _authors(value: str) -> Iterator[Told]:
    for name in naming.names_in(value):
        yield from _named(Author, name, "author")


def _publication(value: str) -> Iterator[Told]:
    yield from _named(Publication, value, "publication")


def _named(model: Any, name: str, noun: str) -> Iterator[Told]:
    rows = naming.named(model, name)
    for row in rows:
        yield _("There already: %(title)s") % {"title": f"{row} ({row.key})"}, _page(noun, row.pk)
    if not rows:
        yield _("New: %(name)s") % {"name": name}, ""


def _page(noun: str, pk: int) -> str:
    return reverse(f"admin:proposals_{noun}_change", args=[pk])


KINDS = {
    "date": _date,
    "title_hant": _title,
    "headline": _headline,
    "url": _url,
    "authors": _authors,
    "name_hant": _authors,
    "publication_name": _publication,
}

"""oEmbed 1.0: what another site needs to show one of our addresses in a frame of its own."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, gettext

from proposals.demonstration import site_name
from proposals.finding.filters import ProposalFilter
from proposals.languages import HANT
from proposals.models import Proposal
from proposals.web.query.chosen import tidied
from proposals.web.query.read import Query
from proposals.web.readers import for_readers

# In pixels; a consumer may ask for less.
WIDTH, LIST_HEIGHT, PROPOSAL_HEIGHT = 600, 480, 260
DAY = 24 * 60 * 60


class NoAnswer(Exception):
    """An oEmbed request that gets no embed: the HTTP status says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@for_readers
def oembed(request: HttpRequest) -> HttpResponse:
    try:
        if request.GET.get("format", "json") != "json":
            raise NoAnswer(501, "format: only json is given here.")
        most = {name: _most(request.GET, name) for name in ("maxwidth", "maxheight")}
        answer = JsonResponse(_described(request.GET.get("url", ""), **most))
    except NoAnswer as fault:
        answer = JsonResponse({"error": str(fault)}, status=fault.status)
    return answer


def _most(data: QueryDict, name: str) -> int | None:
    """The largest size that the consumer has room for."""
    text = data.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= 5 and int(text)):
        raise NoAnswer(400, f"{name}: give a whole number of pixels.")
    return int(text)


def _described(url: str, maxwidth: int | None, maxheight: int | None) -> dict[str, object]:
    if not url:
        raise NoAnswer(400, "url: give the address of a page of ours.")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower():
        raise NoAnswer(404, "url: not an address of this site.")
    with translation.override(get_language_from_path(parts.path) or HANT):
        page = _resolved(parts.path)
        if page.url_name == "proposal-list":
            path, height = reverse("embed-list"), LIST_HEIGHT
            query = Query(tidied(QueryDict(parts.query)), path, ProposalFilter.public)
            title = _list_title(query)
            path += f"?{query.data.urlencode()}" if query.data else ""
        else:
            slug = page.kwargs["slug"]
            proposal = Proposal.objects.public().filter(slug=slug).first()
            if proposal is None:
                raise NoAnswer(404, "url: no proposal is published under this address.")
            title, height = str(proposal), PROPOSAL_HEIGHT
            path = reverse("embed-proposal", args=[slug])
        provider = site_name()
    width, height = min(WIDTH, maxwidth or WIDTH), min(height, maxheight or height)
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        settings.SITE_URL + path,
        title,
        width,
        height,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": provider,
        "provider_url": settings.SITE_URL,
        "cache_age": DAY,
        "html": frame,
        "width": width,
        "height": height,
    }


def _resolved(path: str) -> ResolverMatch:
    try:
        page = resolve(path)
    except Resolver404:
        page = None
    if page is None or page.url_name not in {"proposal-list", "proposal-detail"}:
        raise NoAnswer(404, "url: only lists of proposals and single proposals can be embedded.")
    return page


def _list_title(query: Query[ProposalFilter]) -> str:
    if query.faults:
        told = "; ".join(f"{fault.parameter}: {fault.message}" for fault in query.faults)
        raise NoAnswer(404, f"url: {told}")
    return query.chosen().sentence() or gettext("Proposals")

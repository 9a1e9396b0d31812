"""The data page, and the files that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language, gettext

from proposals import tasks
from proposals.counts import columns as held
from proposals.demonstration import mark
from proposals.finding.edition import Edition, unless_held
from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import in_order
from proposals.finding.parameters import Fault
from proposals.languages import EN, HANS, interface_to_hans
from proposals.models.proposals import ProposalQuerySet
from proposals.package import archive, schema
from proposals.package.archive import Archive
from proposals.tables import exports, parquet, workbook
from proposals.tables.columns import columns
from proposals.web.programs.answering import (
    FaultyAddress,
    faultless,
    for_programs,
    open_to_programs,
)
from proposals.web.readers import for_readers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


@dataclass(frozen=True)
class PackageTable:
    """One table of the package, as the page describes it."""

    name: str
    title: str
    # In the last package; None before there is one.
    rows: int | None
    columns: list[tuple[str, str, str]]


def _with_package() -> Edition:
    """What is public now, beside the package that is given."""
    edition, package = Edition.newest(), archive.newest()
    if package is None:
        return edition
    return replace(edition, beside=(package.path.stem,), later=package.generated_at)


@partial(for_readers, edition_now=_with_package)
def data(request: HttpRequest) -> HttpResponse:
    edition, package = Edition.newest(), archive.newest()
    context = {
        "at": edition.at,
        "version": edition.seq,
        "proposals": len(held.columns().keys),
        "columns": columns(),
        "tables": list(_tables(package.rows if package else {})),
        "license": schema.schema()["licenses"][0],
        "site": settings.SITE_URL,
        "today": timezone.localdate(),
        "most": workbook.MOST,
        "parquet": parquet.IS_INSTALLED,
        "package": package,
        "releases": archive.releases(),
    }
    return render(request, "proposals/data/page.html", context)


def _tables(rows: dict[str, int]) -> Iterator[PackageTable]:
    for table in schema.published()["resources"]:
        columns = [(f["name"], f["type"], _meaning(f)) for f in table["schema"]["fields"]]
        title = table["title"] if get_language() == EN else _meaning(table)
        yield PackageTable(table["name"], title, rows.get(table["name"]), columns)


def _meaning(described: dict[str, Any]) -> str:
    """What a table or column is, in the reader's language."""
    if get_language() == EN:
        return described["description"]
    written = described["description_zh"]
    return interface_to_hans(written) if get_language() == HANS else written


@for_programs
def proposals_csv(request: HttpRequest) -> HttpResponseBase:
    parts = exports.as_csv(_found(request))
    return _sent(StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8"), "csv")


@for_programs
def proposals_ndjson(request: HttpRequest) -> HttpResponseBase:
    parts = exports.as_ndjson(_found(request))
    kind = "application/x-ndjson; charset=utf-8"
    return _sent(StreamingHttpResponse(parts, content_type=kind), "ndjson")


@for_programs
def proposals_xlsx(request: HttpRequest) -> HttpResponseBase:
    found = _found(request)
    most = workbook.MOST
    rows = found.order_by()[: most + 1].count()
    if rows > most:
        message = gettext(
            "A workbook holds %(most)s proposals at the most. Choose fewer, or take the CSV file."
        ) % {"most": f"{most:,}"}
        raise FaultyAddress([Fault("proposals.xlsx", message, [])])
    if not workbook.holds_all(found):
        message = gettext("A text is too long for the cell of a workbook. Choose CSV.")
        raise FaultyAddress([Fault("proposals.xlsx", message, [])])
    parts = workbook.as_xlsx(found, is_large=rows > workbook.LARGE)
    return _sent(StreamingHttpResponse(parts, content_type=XLSX), "xlsx")


@open_to_programs
def proposals_parquet(request: HttpRequest) -> HttpResponseBase:
    if parquet.IS_INSTALLED:
        return _parquet(request)
    text = gettext(
        "This site gives no Parquet: its operator has not installed the extra “parquet”."
    )
    return HttpResponse(
        f"{text}\n",
        status=HTTPStatus.NOT_IMPLEMENTED,
        content_type="text/plain; charset=utf-8",
    )


@for_programs
def _parquet(request: HttpRequest) -> HttpResponseBase:
    parts = parquet.as_parquet(_found(request))
    return _sent(StreamingHttpResponse(parts, content_type=PARQUET), "parquet")


@open_to_programs
def package_zip(request: HttpRequest) -> HttpResponseBase:
    """The last one that was made. Where the record has grown since, another is asked for."""
    _without_parameters(request)
    last = archive.newest()
    if last is None or last.edition != str(Edition.signed()):
        tasks.ask_for_package()
    if last is None:
        text = gettext("The package is being made for the first time. Try again in a minute.")
        response = HttpResponse(
            f"{text}\n",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            content_type="text/plain; charset=utf-8",
        )
        response.headers["Retry-After"] = "60"
        return response
    return _archive(request, last, f"tracker-{timezone.localdate(last.generated_at)}.zip")


@open_to_programs
def releases(request: HttpRequest) -> HttpResponseBase:
    """The last package and the copies kept for good, each with its address and its sum."""
    _without_parameters(request)
    last = archive.newest()
    body = {
        **({"demonstration": mark()} if mark() else {}),
        "latest": last and _described(reverse("data-package"), last),
        "results": [
            {"day": day.isoformat(), **_described(reverse("data-release", args=[day]), kept)}
            for day, kept in archive.releases().items()
        ],
    }
    return unless_held(request, JsonResponse(body))


@open_to_programs
def release(request: HttpRequest, day: str) -> HttpResponseBase:
    """One of those copies, which never changes."""
    _without_parameters(request)
    kept = {str(d): copy for d, copy in archive.releases().items()}.get(day)
    if kept is None:
        raise Http404
    response = _archive(request, kept, f"tracker-{day}.zip")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _archive(request: HttpRequest, sent: Archive, name: str) -> HttpResponseBase:
    made_at = sent.generated_at.timestamp()
    response = get_conditional_response(
        request, etag=sent.etag, last_modified=int(made_at)
    ) or FileResponse(sent.path.open("rb"), as_attachment=True, filename=_named(name))
    response.headers["ETag"] = sent.etag
    response.headers["Last-Modified"] = http_date(made_at)
    return response


def _described(path: str, sent: Archive) -> dict[str, Any]:
    return {
        "url": settings.SITE_URL + path,
        "generated_at": sent.generated_at.isoformat(),
        "bytes": sent.bytes,
        "sha256": sent.sha256,
    }


def _without_parameters(request: HttpRequest) -> None:
    message = gettext("This address takes no parameters.")
    if faults := [Fault(name, message, []) for name in request.GET]:
        raise FaultyAddress(faults)


def _found(request: HttpRequest) -> ProposalQuerySet:
    found = faultless(request, ProposalFilter.public).found
    return in_order(found.sortable, found.keys)


def _sent(response: HttpResponseBase, ending: str) -> HttpResponseBase:
    name = _named(f"proposals-{timezone.localdate()}.{ending}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _named(name: str) -> str:
    return f"demonstration-{name}" if mark() else name

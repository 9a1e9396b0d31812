"""The data page, and the files that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from proposals.counts.kept import keep
from proposals.finding.edition import Edition
from proposals.finding.fields import Fault
from proposals.finding.filters import ProposalFilter
from proposals.finding.paging import in_order, keys_of
from proposals.languages import EN, HANS, to_hans
from proposals.models.proposals import ProposalQuerySet
from proposals.package import public, schema
from proposals.tables import exports
from proposals.tables.columns import COLUMNS
from proposals.web.programs.reading import FaultyAddress, faultless, for_programs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class PackageTable:
    """One table of the package, as the page describes it."""

    name: str
    title: str
    rows: int
    columns: list[tuple[str, str, str]]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    edition = Edition.newest()
    counts = keep(("rows of the package",), public.counts)
    context = {
        "at": edition.at,
        "version": edition.seq,
        "counts": counts,
        "columns": COLUMNS,
        "tables": list(_tables(counts)),
        "license": schema.schema()["licenses"][0],
        "site": settings.SITE_URL,
        "today": timezone.localdate(),
        "most": exports.MOST_IN_WORKBOOK,
    }
    return render(request, "proposals/data/page.html", context)


def _tables(counts: dict[str, int]) -> Iterator[PackageTable]:
    for table in schema.schema()["resources"]:
        columns = [(f["name"], f["type"], _meaning(f)) for f in table["schema"]["fields"]]
        title = table["title"] if get_language() == EN else _meaning(table)
        yield PackageTable(table["name"], title, counts[table["name"]], columns)


def _meaning(described: dict[str, Any]) -> str:
    """What a table or column is, in the reader's language."""
    if get_language() == EN:
        return described["description"]
    written = described["description_zh"]
    return to_hans(written) if get_language() == HANS else written


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
    most = exports.MOST_IN_WORKBOOK
    if found[: most + 1].count() > most:
        message = gettext(
            "A workbook holds %(most)s proposals at the most. Choose fewer, or take the CSV file."
        ) % {"most": f"{most:,}"}
        raise FaultyAddress([Fault("proposals.xlsx", message, [])])
    try:
        book = exports.as_xlsx(found)
    except exports.TooLong as fault:
        message = gettext("A text is too long for the cell of a workbook. Choose CSV.")
        raise FaultyAddress([Fault("proposals.xlsx", message, [])]) from fault
    return _sent(HttpResponse(book, content_type=XLSX), "xlsx")


@for_programs
def package_zip(request: HttpRequest) -> HttpResponseBase:
    message = gettext("This address takes no parameters.")
    if faults := [Fault(name, message, []) for name in request.GET]:
        raise FaultyAddress(faults)
    path = public.archive(str(Edition.newest()))
    name = f"tracker-{timezone.localdate()}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _found(request: HttpRequest) -> ProposalQuerySet:
    found = faultless(request, ProposalFilter.public).found
    return in_order(found.qs, keys_of(found.qs, found.ordering_name))


def _sent(response: HttpResponseBase, ending: str) -> HttpResponseBase:
    name = f"proposals-{timezone.localdate()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

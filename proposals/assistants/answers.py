"""What an assistant is told: an answer of the API, where it is found, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from proposals.api.history import StatusUpdateRow, with_all_shown
from proposals.assistants.asking import Answer, ask
from proposals.assistants.tools import API, Tool
from proposals.choices import Noun
from proposals.finding.filters import ClockFilter, ProposalFilter
from proposals.models import StatusUpdate
from proposals.models.clocks import Moment

# Of the record by which a proposal stands where it does.
OF_RECORD = (
    *("id", "status", "effective_on", "effective_on_precision"),
    *("reason_hant", "reason_hans", "reason_en", "evidence", "recorded_at"),
    *("override", "override_reason_hant", "override_reason_hans", "override_reason_en"),
)
OF_CHECKS = ("checked_on", "next_check_on")


def answer(tool: Tool, arguments: Mapping[str, Any], who: Mapping[str, str]) -> Answer:
    """What the API says, with the addresses to cite and what each status rests on."""
    asked = {**tool.unless_said, **{n: v for n, v in arguments.items() if v is not None}}
    path = API + tool.path
    for each in tool.parameters:
        name = each["name"]
        if each["in"] == "path":
            path = path.replace(f"{{{name}}}", str(asked.pop(name, "")))
        elif each.get("explode") is False and isinstance(asked.get(name), list):
            asked[name] = ",".join(map(str, asked[name]))
    found = ask(path, asked, who)
    if found.is_fault:
        return found
    chosen = QueryDict(found.query)
    rows = list(_proposals(found.body))
    grounds = rest_on({row["slug"] for row in rows}, _moment(chosen))
    for row in rows:
        row["rests_on"] = grounds.get(row["slug"], {}) | {name: row[name] for name in OF_CHECKS}
    found.body["cite"] = {"url": found.url, "html_url": _page(tool, found.body, chosen)}
    return found


def rest_on(slugs: Iterable[str], moment: Moment) -> dict[str, dict[str, Any]]:
    """By proposal, the latest record that holds: by it the proposal stands where it does."""
    public = StatusUpdate.objects.public().filter(proposal__slug__in=slugs)
    told: Any = with_all_shown(public.told_at(moment).in_effect_order(moment), moment)
    rows = StatusUpdateRow(told, many=True).data
    holding = [row for row in rows if row["holds"]]
    return {row["proposal"]: {name: row[name] for name in OF_RECORD} for row in holding}


def _proposals(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The rows of proposals in an answer, whatever stands around them."""
    for row in body.get("results", [body]):
        if "noun" in row:
            if row["noun"] == Noun.PROPOSAL and row["row"]:
                yield row["row"]
        elif "title_hant" in row and "status" in row:
            yield row


def _moment(chosen: QueryDict) -> Moment:
    clocks = QueryDict(mutable=True)
    for name in ClockFilter.base_filters:
        clocks.setlist(name, chosen.getlist(name))
    found = ClockFilter.public(clocks)
    found.refuse_faults()
    return found.moment


def _page(tool: Tool, body: dict[str, Any], chosen: QueryDict) -> str | None:
    """The page that shows readers the same, under the same filter."""
    if tool.page is None:
        page = body.get("html_url")
        names: Iterable[str] = ClockFilter.base_filters
    else:
        with translation.override(settings.LANGUAGE_CODE):
            page = settings.SITE_URL + reverse(tool.page)
        names = ProposalFilter.base_filters if tool.page != "changes" else ()
    shown = [(name, v) for name in names for v in chosen.getlist(name) if v.strip()]
    return page and page + (f"?{urlencode(shown)}" if shown else "")

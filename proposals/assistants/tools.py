"""What an assistant may ask: reads of the API, each under a name that says what it is for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from proposals.api import about
from proposals.api.about import Schema

API = "/api/v1/"


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One read of the API; it takes the parameters of that address and no others."""

    name: str
    title: str
    description: str
    path: str
    # The page on which readers see the same, by the name of its address.
    page: str | None = None
    # What is asked for where the assistant says nothing of it.
    unless_said: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> list[dict[str, Any]]:
        """As the OpenAPI document describes them."""
        found = _document()["paths"][API + self.path]["get"]["parameters"]
        return [each for each in found if each["in"] in ("path", "query") and _is_asked(each)]

    @property
    def input_schema(self) -> dict[str, Any]:
        parameters = self.parameters
        return {
            "type": "object",
            "properties": {
                each["name"]: each["schema"] | {"description": self._described(each)}
                for each in parameters
            },
            "required": [each["name"] for each in parameters if each.get("required")],
            "additionalProperties": False,
        }

    def _described(self, parameter: dict[str, Any]) -> str:
        unless = self.unless_said.get(parameter["name"])
        return parameter["description"] + (
            f" Here {unless} unless said otherwise." if unless else ""
        )


def _is_asked(parameter: dict[str, Any]) -> bool:
    # An assistant is always answered in JSON.
    return bool(parameter["name"] != "format")


@cache
def _document() -> dict[str, Any]:
    [json_form, *_others] = Schema.renderer_classes
    return json.loads(about.document(json_form.media_type))


RESTS_ON = (
    "Each proposal says in `rests_on` what its status rests on: the record, its reason, day and "
    "evidence with links, and when an editor last checked."
)

TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            name="search_proposals",
            title="Search proposals",
            description="Proposals to government under one filter: words, status, sector, body, "
            f"author, dates; also as things stood on a day. {RESTS_ON} Read on by `next_cursor`.",
            path="proposals/",
            page="proposal-list",
            unless_said={"page_size": "10"},
        ),
        Tool(
            name="read_proposal",
            title="Read one proposal",
            description="One proposal with its whole timeline: every status update with its "
            "evidence, voided ones marked, and the checks that found nothing new. "
            f"{RESTS_ON} Of a withdrawn one the reason is told, of a merged one its successor.",
            path="proposals/{slug}/",
        ),
        Tool(
            name="list_changes",
            title="What has changed since",
            description="Everything published, changed or taken back, in commit order. Begin at "
            "`after` 0 or at a number you kept, and read on by `next_after` with `epoch`. A row "
            "that is null is public no more.",
            path="changes/",
            page="changes",
            unless_said={"limit": "20"},
        ),
        Tool(
            name="count_proposals",
            title="Count proposals",
            description="How many proposals there are under the filter, by one or two traits such "
            "as status and sector.",
            path="stats/",
            page="statistics",
        ),
        Tool(
            name="count_over_time",
            title="Count proposals over time",
            description="How many proposals stood where at the end of each month, quarter or "
            "year, and how many came and left within it.",
            path="stats/timeline/",
            page="statistics",
        ),
        Tool(
            name="count_answers",
            title="How soon asks are answered",
            description="What share of asks was answered within so many months of being made; "
            "those still waiting are counted rightly.",
            path="stats/answers/",
            page="statistics",
        ),
        Tool(
            name="list_codes",
            title="List the codes",
            description="What each code of the filter and the answers is called in three "
            "languages, and what it means. Name the lists that you want: all are long.",
            path="codes/",
        ),
    )
}

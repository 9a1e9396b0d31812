"""How addresses are described in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import getdoc
from typing import Any

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from proposals.api.errors import CONTENT_TYPE
from proposals.api.lists import COUNTED, LARGEST_PAGE, PAGE_SIZE
from proposals.choices import Precision
from proposals.models.tokens import LONGEST_KEY

SerializerClass = type[serializers.Serializer[Any]]


class FaultSchema(serializers.Serializer[Any]):
    """One parameter that is not valid."""

    field = serializers.CharField(help_text="The name of the parameter.")
    message = serializers.CharField(help_text="What is wrong with it.")
    allowed = serializers.ListField(
        child=serializers.CharField(), help_text="What it allows, where that can be listed."
    )


class Problem(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="about:blank: the status says what kind it is.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened.")
    instance = serializers.CharField(help_text="The path that was asked for.")


# Their `errors` is a field, which the framework takes out of the class before the property is met.
class InvalidQueryProblem(Problem):
    """Problem details with each parameter that is not valid."""

    errors = FaultSchema(  # type: ignore[assignment]
        many=True, help_text="Every fault of the query string."
    )


class InvalidBodyProblem(Problem):
    """Problem details with each field that cannot be read."""

    errors = FaultSchema(  # type: ignore[assignment]
        many=True, help_text="Every fault of the body or of a header."
    )


class RefusedProblem(Problem):
    """Problem details with the rule that refused, and what to do."""

    rule = serializers.CharField(help_text="The rule, by a code that stays the same.")
    remedy = serializers.CharField(help_text="What to do instead.")
    errors = FaultSchema(  # type: ignore[assignment]
        many=True, help_text="The field to look at, where there is one."
    )
    successor = serializers.CharField(
        required=False, help_text="With proposal_merged: slug of the one to record it on."
    )


class ClashProblem(Problem):
    """Problem details with the row as it now stands."""

    current = serializers.DictField(
        allow_null=True,
        help_text="The row of the proposal as it now stands; null where it is not public any more.",
    )
    etag = serializers.CharField(
        allow_null=True, help_text="The ETag of that row, also in the header; null where it is."
    )


class NotYetProblem(Problem):
    """Problem details with the days, where it was not here yet at the time asked for."""

    first_published_at = serializers.DateTimeField(
        required=False, help_text="When it was first published here."
    )
    stands_since = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Since when it has stood anywhere in the world; null where that is not dated.",
    )
    stands_since_precision = serializers.ChoiceField(
        Precision.choices,
        required=False,
        allow_null=True,
        help_text="How much of that day is known.",
    )


class LogRestoredProblem(Problem):
    """Problem details with the epoch that is read in now."""

    epoch = serializers.CharField(help_text="The epoch to begin again in, at after=0.")


class GoneProblem(Problem):
    """Problem details with the reason why a proposal was withdrawn."""

    reason_hant = serializers.CharField(help_text="The reason in Traditional Chinese.")
    reason_hans = serializers.CharField(help_text="The reason in Simplified Chinese.")
    reason_en = serializers.CharField(help_text="The reason in English.")


Responses = dict[int | tuple[int, str], OpenApiResponse]


def problem(code: int, description: str, form: SerializerClass = Problem) -> Responses:
    return {(code, CONTENT_TYPE): OpenApiResponse(form, description)}


ANY: Responses = {
    **problem(405, "The address does not know the method; Allow says which it knows."),
    **problem(406, "What Accept asks for is no form that is given here."),
    **problem(429, "Too many requests; Retry-After says in how many seconds to come back."),
    **problem(503, "The database is away or too busy; Retry-After says when to ask again."),
}
READ_RESPONSES: Responses = {
    304: OpenApiResponse(description="Nothing has changed since the ETag or the time given."),
    **problem(400, "The query string is not valid; nothing in it is ignored.", InvalidQueryProblem),
    **problem(412, "What If-Match or If-Unmodified-Since says does not hold."),
    **ANY,
}

WRITE_RESPONSES: Responses = {
    **problem(400, "The body cannot be read; every field at fault is named.", InvalidBodyProblem),
    **problem(401, "No token, or one that is not known, revoked or of a closed account."),
    **problem(403, "The token lacks the scope, or its account the right to record."),
    **problem(404, "There is no such proposal or record, or it is not public."),
    **problem(409, "The proposal has moved since the row that If-Match names.", ClashProblem),
    **problem(410, "The proposal has been withdrawn; the reason is given.", GoneProblem),
    **problem(413, "The body is too large."),
    **problem(415, "The body is not JSON."),
    **problem(422, "A rule refuses it. Nothing was written.", RefusedProblem),
    **ANY,
}


def _told(name: str, codes: Sequence[int], description: str, **form: Any) -> OpenApiParameter:
    """A header of the answers with these codes."""
    kind = {"type": "string"} | form
    return OpenApiParameter(name, kind, "header", description=description, response=codes)


ANY_HEADERS = [
    _told("Allow", [405], "The methods that the address knows."),
    _told(
        "Retry-After", [429, 503], "In how many seconds to come back.", type="integer", minimum=1
    ),
    _told("RateLimit-Policy", [200, 201, 429], "Calls allowed (q) in so many seconds (w)."),
    _told("RateLimit", [200, 201, 429], "Calls left (r); in so many seconds (t) one more."),
]
READ_HEADERS = [
    OpenApiParameter(
        "If-None-Match",
        str,
        "header",
        description="The ETag of the answer that is kept: while nothing has changed, 304.",
    ),
    _told("ETag", [200, 304], "Moves with the newest change that can show here."),
    _told("Last-Modified", [200, 304], "When that was, to the second; missing before any."),
    *ANY_HEADERS,
]
PAGE_HEADERS = [_told("Link", [200], "The pages around this one, by rel next and prev.")]
WRITTEN_HEADERS = [
    OpenApiParameter(
        "If-Match",
        str,
        "header",
        description="ETag of the row of the proposal as last read: what has moved since is 409.",
    ),
    OpenApiParameter(
        "Idempotency-Key",
        # Blanks at the ends of a header are dropped on the way.
        {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_KEY,
            "pattern": "^[!-~]([ -~]*[!-~])?$",
        },
        "header",
        description="A name for this statement, of your making, in printable ASCII; it belongs to "
        "one token. The same request sent again with it, within seven days, gets the first answer "
        "and writes nothing; another body or address with it is 422. After a refusal it is free.",
    ),
    _told("ETag", [409], "That of the row as it now stands."),
    _told("WWW-Authenticate", [401], "How to say who asks."),
    *ANY_HEADERS,
    OpenApiParameter(
        "Idempotency-Replayed",
        {"type": "string", "enum": ["true"]},
        "header",
        description="There where the answer is one given before.",
        response=[201],
    ),
]

# Names of path parameters as the addresses have them.
KEYS = {"slug": "The permanent name in addresses.", "code": "The code in the filters."}


def text_parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, description=description)


def day_parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, {"type": "string", "format": "date"}, description=f"{description} YYYY-MM-DD."
    )


def instant_parameter(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        # Not "date-time": a bare day and an instant without an offset are read too.
        {"type": "string"},
        description=f"{description} ISO 8601; without an offset it is Hong Kong time.",
    )


def codes_parameter(name: str, description: str, codes: Sequence[str] = ()) -> OpenApiParameter:
    """A parameter that may be repeated ("any of"), and whose values a "-" excludes."""
    item: dict[str, Any] = {"type": "string"}
    if codes:
        item["enum"] = [*codes, *(f"-{code}" for code in codes)]
    return OpenApiParameter(
        name,
        {"type": "array", "items": item},
        style="form",
        explode=True,
        description=f"{description} Repeated: any of them. With a leading “-”: none of them.",
    )


def names_parameter(
    name: str, names: Sequence[str], description: str, otherwise: str, *, most: int | None = None
) -> OpenApiParameter:
    """A parameter that names some of a fixed list in one value, each once."""
    form: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": list(names)}}
    return OpenApiParameter(
        name,
        form | ({"maxItems": most} if most else {}),
        style="form",
        explode=False,
        description=f"{description}, parted by a comma; {otherwise}.",
    )


PAGE_PARAMETERS = [
    text_parameter("cursor", "The page to give: `next_cursor` of the one before."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
        description=f"Rows in a page, {PAGE_SIZE} unless said otherwise.",
    ),
    OpenApiParameter(
        "count",
        {"type": "integer", "enum": [0, 1]},
        description=f"1 adds `count`, exact to {COUNTED:,}, and `count_is_exact`.",
    ),
]


def described_list(
    name: str, row: SerializerClass, summary: str, parameters: Sequence[OpenApiParameter] = ()
) -> Callable[[Any], Any]:
    page = inline_serializer(
        f"{row.__name__}Page",
        {
            "count": serializers.IntegerField(
                required=False, help_text=f"Rows in all, at most {COUNTED:,}; only with count=1."
            ),
            "count_is_exact": serializers.BooleanField(
                required=False, help_text="False where there are more rows than `count` says."
            ),
            "next": serializers.URLField(
                allow_null=True, help_text="Address of the next page; null on the last one."
            ),
            "previous": serializers.URLField(
                allow_null=True, help_text="Address of the page before; null on the first one."
            ),
            "next_cursor": serializers.CharField(
                allow_null=True, help_text="The same as `next`, as a bare value of `cursor`."
            ),
            "results": row(many=True, help_text="The rows of this page."),
        },
    )
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_list",
            summary=summary,
            description=getdoc(row),
            parameters=[*parameters, *PAGE_PARAMETERS, *READ_HEADERS, *PAGE_HEADERS],
            responses={200: OpenApiResponse(page, "One page of the list."), **READ_RESPONSES},
            filters=False,
        )
    )


def described_whole(
    name: str, answer: SerializerClass, summary: str, parameters: Sequence[OpenApiParameter] = ()
) -> Callable[[Any], Any]:
    """What is answered whole, without pages."""
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_list",
            summary=summary,
            description=getdoc(answer),
            parameters=[*parameters, *READ_HEADERS],
            responses={200: OpenApiResponse(answer, "The list."), **READ_RESPONSES},
        )
    )


def described_row(
    name: str,
    row: SerializerClass,
    summary: str,
    parameters: Sequence[OpenApiParameter] = (),
    *,
    key: str = "slug",
    more: Responses | None = None,
) -> Callable[[Any], Any]:
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_read",
            summary=summary,
            description=getdoc(row),
            parameters=[
                OpenApiParameter(key, str, "path", description=KEYS[key]),
                *parameters,
                *READ_HEADERS,
            ],
            responses={
                200: OpenApiResponse(row, "The row."),
                **READ_RESPONSES,
                **problem(404, "There is no such row, or it is not public."),
                **(more or {}),
            },
        )
    )


def described_write(
    name: str,
    statement: SerializerClass,
    row: SerializerClass,
    summary: str,
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[Any], Any]:
    return extend_schema_view(
        post=extend_schema(
            operation_id=f"{name}_write",
            summary=summary,
            description=getdoc(statement),
            request=statement,
            parameters=[*parameters, *WRITTEN_HEADERS],
            responses={201: OpenApiResponse(row, "The record as it was made."), **WRITE_RESPONSES},
        )
    )

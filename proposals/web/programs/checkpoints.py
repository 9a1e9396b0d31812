"""What others keep, to see whether we rewrite what we said."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.utils.translation import gettext

from proposals import signing
from proposals.demonstration import mark, site_name
from proposals.finding.edition import unless_held
from proposals.models import Checkpoint
from proposals.package import verify
from proposals.web.programs import feeds
from proposals.web.programs.answering import open_to_programs, signed_for_programs
from proposals.web.readers import read_only


@signed_for_programs
def checkpoints_json(request: HttpRequest) -> HttpResponse:
    signed = [checkpoint.as_json() for checkpoint in Checkpoint.objects.order_by("-seq")]
    marked = {"demonstration": mark()} if mark() else {}
    return JsonResponse({**marked, "checkpoints": signed}, json_dumps_params={"indent": 2})


@signed_for_programs
def checkpoints_atom(request: HttpRequest) -> HttpResponse:
    page = feeds.absolute(reverse("methodology"))
    part = feeds.Part(
        rows=list(Checkpoint.objects.order_by("-seq")[: feeds.PAGE_SIZE]),
        title=" · ".join([gettext("Checkpoints"), site_name()]),
        page=page,
        itself=feeds.absolute(request.path),
        next="",
    )
    feed = feeds.feed_of(part, gettext("What the log of changes came to each day, signed."))
    for checkpoint in part.rows:
        feed.add_item(
            title=f"{checkpoint.day} #{checkpoint.seq}",
            link=feeds.absolute(reverse("data-checkpoints")),
            description=f"<pre>{checkpoint.statement()}{checkpoint.signature}</pre>",
            unique_id=get_tag_uri(f"{page}#checkpoint-{checkpoint.seq}", checkpoint.made_at),
            pubdate=checkpoint.made_at,
            updateddate=checkpoint.made_at,
            authors=[],
            terms=[],
        )
    return feeds.answered(feed)


@open_to_programs
def keys(request: HttpRequest) -> HttpResponseBase:
    """The public halves of the keys that sign, or signed."""
    listed = [
        {
            "id": name,
            "algorithm": "Ed25519",
            "public_key": signing.as_text(key.public_bytes_raw()),
            "is_current": name == next(iter(signing.public_keys())),
        }
        for name, key in signing.public_keys().items()
    ]
    answer = JsonResponse({"keys": listed}, json_dumps_params={"indent": 2})
    return unless_held(request, answer)


@read_only
def verify_py(request: HttpRequest) -> HttpResponseBase:
    path = Path(verify.__file__)
    response = HttpResponse(path.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return unless_held(request, response)

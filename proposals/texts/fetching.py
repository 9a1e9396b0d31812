"""What stands at an address that an editor gives."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus

from proposals import outgoing
from proposals.texts.faults import Unreadable

SECONDS = 10
MOST_BYTES = 5_000_000
HEADERS = {
    "User-Agent": "PolicyProposalTracker/1 (an editor takes in this page)",
    "Accept": "text/html,application/pdf,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True)
class Fetched:
    """What an address gave, where it stood in the end, and the encoding that was named."""

    content: bytes
    url: str
    encoding: str


def fetch(url: str, allowed: Callable[[str], bool] | None = None) -> Fetched:
    """Wherever redirects lead, each stop judged like the first. Raises Unreadable."""
    ends_at = time.monotonic() + SECONDS
    try:
        with outgoing.followed(url, headers=HEADERS, ends_at=ends_at, allowed=allowed) as found:
            answer, headers, final_url = found
            if answer.status != HTTPStatus.OK:
                raise Unreadable("address_status", status=answer.status)
            message = Message()
            message["Content-Type"] = headers.get("content-type", "")
            return Fetched(_body(answer), final_url, message.get_content_charset() or "")
    except outgoing.OtherScheme as fault:
        raise Unreadable("address_other_scheme") from fault
    except outgoing.TooManyRedirects as fault:
        raise Unreadable("address_leads_on") from fault
    except outgoing.NoAnswer as fault:
        raise Unreadable("address_silent", fault=str(fault)) from fault


def _body(answer: outgoing.httpcore.Response) -> bytes:
    content = bytearray()
    for part in answer.iter_stream():
        content += part
        if len(content) > MOST_BYTES:
            raise Unreadable("address_too_large")
    return bytes(content)

"""What stands at an address that an editor gives."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from proposals import outgoing
from proposals.texts.faults import Unreadable

SECONDS = 10
MOST_BYTES = 5_000_000
MOST_REDIRECTS = 5
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
        for _hop in range(MOST_REDIRECTS + 1):
            if urlsplit(url).scheme not in {"http", "https"}:
                raise Unreadable(_("Only addresses in http and https are fetched."))
            with outgoing.answer(
                "GET", url, headers=HEADERS, ends_at=ends_at, allowed=allowed
            ) as answer:
                headers = {name.lower(): value for name, value in answer.headers}
                where = headers.get(b"location")
                if where is not None and 300 <= answer.status < 400:
                    url = urljoin(url, quote(where, safe=outgoing.SAFE + "?#[]"))
                    continue
                if answer.status != 200:
                    raise Unreadable(
                        _("The address answered with status %(status)d. Copy the text instead.")
                        % {"status": answer.status}
                    )
                message = Message()
                message["Content-Type"] = headers.get(b"content-type", b"").decode("latin-1")
                content = _body(answer)
                return Fetched(content, url, message.get_content_charset() or "")
    except (outgoing.NoAnswer, ValueError) as fault:
        raise Unreadable(
            _("The address gave no answer (%(fault)s). Check it, or copy the text instead.")
            % {"fault": fault}
        ) from fault
    raise Unreadable(_("The address leads from one to another too often. Give the last one."))


def _body(answer: outgoing.httpcore.Response) -> bytes:
    content = bytearray()
    for part in answer.iter_stream():
        content += part
        if len(content) > MOST_BYTES:
            raise Unreadable(_("The address gives more than 5 MB. Save the file and send that."))
    return bytes(content)

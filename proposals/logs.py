"""What is said in the log: under the number of its request or task, and without secrets."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_of: ContextVar[str] = ContextVar("of", default="-")

_SECRETS = [
    # The password in an address of a server.
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*(?=@)"), "…"),
    (re.compile(r"(?i)\b(bearer|token|basic)\s+[\w.~+/=-]{8,}"), r"\1 …"),
    (re.compile(r"\b(ppt_|whsec_)[\w+/=-]+"), r"\1…"),
    # A key of a reader, or of ours; a sum in hexadecimals is none.
    (re.compile(r"(?<![\w-])(?![0-9a-f]+(?![\w-]))[\w-]{40,}(?![\w-])", re.ASCII), "…"),
]


@contextmanager
def told_of(number: str) -> Iterator[None]:
    """What is said within is of the request or task of this number."""
    before = _of.set(number or "-")
    try:
        yield
    finally:
        _of.reset(before)


def without_secrets(text: str) -> str:
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Discreet(logging.Filter):
    """Gives each record its number, and takes secrets out of its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _of.get()
        record.msg, record.args = without_secrets(record.getMessage()), None
        if record.exc_info:
            said = logging.Formatter().formatException(record.exc_info)
            record.exc_text, record.exc_info = without_secrets(said), None
        # What Django hangs on a record, the request itself for one, is not for the log.
        for name in ("request", "server_time"):
            record.__dict__.pop(name, None)
        return True

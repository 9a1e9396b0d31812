"""One request to a language model, at any address that speaks as OpenAI's chat completions do.

Neither the key nor what the other side says of a fault, which may repeat it, is told anywhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings

from proposals import outgoing

Messages = list[dict[str, str]]

MOST_BYTES_BACK = 1_000_000
# How long is waited before the second and the third try, unless the other side says how long.
WAITS = (1.0, 3.0)
# No answer costs more, whatever it says of itself.
_MOST_TOKENS_TOLD = 1_000_000


class Failed(Exception):
    """The model is asked no more about this page; `code` is one of proposals.texts.faults."""

    def __init__(self, code: str, **told: str | int) -> None:
        super().__init__(code)
        self.code, self.told = code, told


@dataclass(frozen=True)
class Answer:
    """What came back, None where it is of no known form; and the tokens that it cost."""

    content: str | None
    sent: int
    back: int


@dataclass(frozen=True)
class _Reply:
    status: int
    body: bytes
    retry_after: str


def answer(messages: Messages, most: int, ends_at: float, on_try: Callable[[], None]) -> Answer:
    """Tried again where that may help, as long as there is time. Raises Failed."""
    said: dict[str, Any] = {
        "model": settings.EXTRACTOR_MODEL,
        "messages": messages,
        "temperature": 0,
        "max_tokens": most,
    }
    for wait in (*WAITS, None):
        on_try()
        reply = _post(json.dumps(said).encode(), ends_at)
        if isinstance(reply, _Reply):
            if reply.status == HTTPStatus.OK:
                return _read(reply.body, messages)
            failed = Failed("model_status", status=reply.status)
            if _wants_newer_names(reply) and "max_tokens" in said:
                said["max_completion_tokens"] = said.pop("max_tokens")
                del said["temperature"]
                continue
            if reply.status != HTTPStatus.TOO_MANY_REQUESTS and reply.status < 500:
                raise failed
            pause = _pause(reply, wait)
        else:
            failed, pause = reply, wait
        if pause is None or wait is None or time.monotonic() + pause >= ends_at:
            raise failed
        time.sleep(pause)
    raise failed


def _wants_newer_names(reply: _Reply) -> bool:
    """Newer models of OpenAI call the limit otherwise, and take no temperature."""
    return reply.status == HTTPStatus.BAD_REQUEST and b"max_completion_tokens" in reply.body


def _pause(reply: _Reply, wait: float | None) -> float | None:
    told = reply.retry_after
    return float(told[:6]) if told.isascii() and told.isdecimal() else wait


def _post(content: bytes, ends_at: float) -> _Reply | Failed:
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "PolicyProposalTracker/1",
    }
    if settings.EXTRACTOR_KEY:
        headers["Authorization"] = f"Bearer {settings.EXTRACTOR_KEY}"
    try:
        with outgoing.answer(
            "POST",
            f"{settings.EXTRACTOR_URL}/chat/completions",
            headers=headers,
            ends_at=ends_at,
            content=content,
            # The operator has set it, and it may well be a machine beside this one.
            allowed=lambda _address: True,
            silent=settings.EXTRACTOR_SECONDS,
        ) as answered:
            named = {name.lower(): value.decode("latin-1") for name, value in answered.headers}
            body = bytearray()
            for part in answered.iter_stream():
                body += part
                if len(body) > MOST_BYTES_BACK:
                    raise Failed("model_shape")
            return _Reply(answered.status, bytes(body), named.get(b"retry-after", "").strip())
    except outgoing.NoAnswer as fault:
        if time.monotonic() >= ends_at:
            raise Failed("model_slow", seconds=settings.EXTRACTOR_SECONDS) from None
        return Failed("model_silent", fault=str(fault)[:100])


def _read(body: bytes, messages: Messages) -> Answer:
    """What it cost by what it says of that, else a token a character."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    used = said.get("usage") if isinstance(said, dict) else None
    used = used if isinstance(used, dict) else {}
    sent = _count(used.get("prompt_tokens"), sum(len(m["content"]) for m in messages))
    back = _count(used.get("completion_tokens"), len(body))
    try:
        content = said["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        content = None
    return Answer(content if isinstance(content, str) else None, sent, back)


def _count(told: Any, otherwise: int) -> int:
    is_number = isinstance(told, int) and not isinstance(told, bool) and told >= 0
    return min(told, _MOST_TOKENS_TOLD) if is_number else otherwise

"""A real mail server on loopback, which refuses, stalls and hangs up when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """What the server accepted, in order; and how it is to behave.

    `refuses` answers a recipient with a line of its own, `stalls` waits so many seconds before
    it answers at RCPT or at the end of DATA, `hangs_up` closes the connection there.
    """

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.asked = 0
        self.refuses: dict[str, str] = {}
        self.stalls: dict[str, float] = {}
        self.hangs_up: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        self.asked += 1
        await asyncio.sleep(self.stalls.get("RCPT", 0))
        if "RCPT" in self.hangs_up:
            server.transport.abort()
        if answer := self.refuses.get(address) or self.refuses.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        if answer := self.refuses.get("DATA"):
            return answer
        await asyncio.sleep(self.stalls.get("DATA", 0))
        self.accepted.append(message_from_bytes(envelope.content, policy=policy.default))
        if "DATA" in self.hangs_up:
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"].strip() for message in self.accepted]


@contextmanager
def listening(port: int) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()

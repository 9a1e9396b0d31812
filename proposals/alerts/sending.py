"""Handing the mails over to the mail server, each to one worker at a time.

No transaction is open meanwhile: a claim is one, and short; what the server answered is another.
docs/adr/0014 says what is promised when something dies in between.
"""

from __future__ import annotations

import logging
import smtplib
import time

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.encoding import force_bytes

from proposals.alerts.mails import compose
from proposals.models import Delivery
from proposals.turns import turn

logger = logging.getLogger(__name__)

# A run hands over to the next after this many seconds.
RUN_FOR = 50

# So many speak to the mail server at once: one that stalls must not keep every worker from
# other work.
SENDERS = 2
SENDERS_LOCK = 0x6D61696C

SERVICE_CLOSING = 421


def deliver() -> int:
    """Hand over what is due. Returns how many mails the server accepted.

    A run ends early where the server is away; what is due then waits for the next run.
    """
    with turn(SENDERS_LOCK, SENDERS) as has_turn:
        if not (has_turn and Delivery.objects.due().exists()):
            return 0
        return _hand_over()


def _hand_over() -> int:
    connection = get_connection()
    try:
        # Before anything is claimed: while nobody answers, no mail grows older.
        connection.open()
    except OSError as fault:
        logger.error("the mail server is away: %s", fault)
        return 0
    accepted, ends_at = 0, time.monotonic() + RUN_FOR
    try:
        while time.monotonic() < ends_at and (delivery := Delivery.objects.claim()):
            try:
                message = compose(delivery)
                message.connection = connection
                message.send()
            except OSError as fault:
                if _put_down(delivery, fault):
                    break
            except ValueError as fault:
                # What cannot be written as a mail is no fault of the server's.
                delivery.put_off(str(fault))
                logger.exception("mail %s cannot be written", delivery.message_id)
            else:
                delivery.note_sent()
                accepted += 1
    finally:
        _hang_up(connection)
    return accepted


def _put_down(delivery: Delivery, fault: OSError) -> bool:
    """Note why a mail was not accepted. Whether the connection is of no more use."""
    code, words = _answer(fault)
    error = f"{code} {words}".strip()
    is_final = 500 <= code <= 599 and not isinstance(fault, smtplib.SMTPSenderRefused)
    if is_final:
        delivery.fail(error)
        logger.warning("mail %s was refused: %s", delivery.message_id, error)
    else:
        delivery.put_off(error)
        logger.warning("mail %s was put off: %s", delivery.message_id, error)
    return code in (0, SERVICE_CLOSING)


def _answer(fault: OSError) -> tuple[int, str]:
    """The server's code and words; 0 where it said nothing that can be read."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        ((code, words),) = fault.recipients.values()
    elif isinstance(fault, smtplib.SMTPResponseException):
        code, words = fault.smtp_code, force_bytes(fault.smtp_error)
    else:
        return 0, str(fault)
    return max(code, 0), words.decode(errors="replace")


def _hang_up(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as fault:
        logger.info("the mail server did not say goodbye: %s", fault)

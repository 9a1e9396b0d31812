"""A mail server spoken to with patience for one answer: whether it has taken a whole mail.

To hang up there and come again would send the mail twice, if the server took it after all; so
RFC 5321 (4.5.3.2.6) asks for ten minutes. Any other silence is cut after EMAIL_TIMEOUT.
"""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

ACCEPT_SECONDS = 600


class PatientSMTP(smtplib.SMTP):
    timeout: float

    def send(self, s: Any) -> None:
        # Commands are text; only a mail goes out as bytes.
        super().send(s)
        if isinstance(s, bytes) and self.sock:
            self.sock.settimeout(ACCEPT_SECONDS)

    def getreply(self) -> tuple[int, bytes]:
        answer = super().getreply()
        if self.sock:
            self.sock.settimeout(self.timeout)
        return answer


class PatientSMTPOverTLS(PatientSMTP, smtplib.SMTP_SSL):
    pass


class PatientBackend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return PatientSMTPOverTLS if self.use_ssl else PatientSMTP

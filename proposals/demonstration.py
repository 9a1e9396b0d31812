"""A demonstration: a tracker whose progress is invented, and how all that goes out says so."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MARK = _("Demonstration: the progress is invented")


def mark() -> str:
    """What marks a demonstration, in the reader's language; "" where progress is not invented."""
    return str(MARK) if settings.DEMONSTRATION else ""


def site_name() -> str:
    """The name of the site, with the mark where it is a demonstration."""
    name = gettext("Policy Proposal Tracker")
    return f"{name} · {mark()}" if mark() else name

"""A proposal as others cite it and pass it on: a sentence, an entry of BibTeX, a line to share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from proposals.choices import Precision, Status
from proposals.dates import written_day
from proposals.models import Proposal

# What BibTeX reads as a command. A brace must never stand alone, not even behind a backslash.
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "$&#%_"},
    }
)


def sentence(proposal: Proposal, address: str, read_on: dt.date) -> str:
    """Who asked for what, where it was printed, and where and when it was read here."""
    return gettext(
        "%(authors)s, “%(title)s”, in “%(source)s”, %(imprint)s. "
        "Policy Proposal Tracker, %(address)s, read on %(day)s."
    ) % {
        "authors": pgettext("list of names", ", ").join(_authors(proposal)),
        "title": proposal.localized("title"),
        "source": proposal.source.headline,
        "imprint": _imprint(proposal),
        "address": address,
        "day": written_day(read_on),
    }


def bibtex(proposal: Proposal, address: str, read_on: dt.date) -> str:
    """A proposal as BibTeX, for reference managers. The key is the slug, which never changes."""
    fields = {
        # In braces of its own, so that no name is cut into parts and no letter made small.
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in _authors(proposal)),
        "title": f"{{{_escaped(proposal.localized('title'))}}}",
        "howpublished": _escaped(f"“{proposal.source.headline}”, {_imprint(proposal)}"),
        **_date(proposal),
        "note": _escaped(gettext("Policy Proposal Tracker")),
        "url": address,
        "urldate": read_on.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{proposal.slug},", *lines, "}"])


def line_to_share(proposal: Proposal, address: str) -> str:
    """What is asked, where it stands, and where to read on."""
    return gettext("%(title)s – %(status)s. %(address)s") % {
        "title": proposal.localized("title"),
        "status": Status(proposal.shown_status).label,
        "address": address,
    }


def _authors(proposal: Proposal) -> Sequence[str]:
    return [row.author.localized("name") for row in proposal.attributions.all()]


def _imprint(proposal: Proposal) -> str:
    source = proposal.source
    day = source.published.written()
    if source.publication is None:
        return day
    name = source.publication.localized("name")
    return gettext("%(publication)s, %(day)s") % {"publication": name, "day": day}


def _date(proposal: Proposal) -> dict[str, str]:
    """The year and month of the source, as far as they are known."""
    day, precision = proposal.source.published_on, proposal.source.published_on_precision
    if day is None:
        return {}
    year = {"year": str(day.year)}
    return year if precision == Precision.YEAR else year | {"month": str(day.month)}


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(ESCAPES)

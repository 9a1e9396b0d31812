"""A proposal as others cite it and pass it on: a footnote, BibTeX, RIS, a line to share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, pgettext

from proposals.choices import DateBasis, Status
from proposals.dates import written_day
from proposals.demonstration import site_name
from proposals.languages import EN, HANT, LANG_TAGS
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


@dataclass(frozen=True)
class Citation:
    """One reading of a proposal: at which address, on which day, and how it stood on which day.

    The tracker is cited, since the title is in its words; who asked is named, and nothing but the
    locator is quoted.
    """

    proposal: Proposal
    address: str
    read_on: dt.date
    stood_on: dt.date

    def footnote(self) -> str:
        return gettext(
            "%(tracker)s: %(title)s (proposed by %(authors)s; %(source)s). "
            "Status on %(stood_on)s: %(status)s. %(address)s, read on %(read_on)s."
        ) % {
            "tracker": site_name(),
            "title": self.proposal.localized("title"),
            "authors": self._authors(),
            "source": self._source(),
            "stood_on": written_day(self.stood_on),
            "status": self._status(),
            "address": self.address,
            "read_on": written_day(self.read_on),
        }

    def bibtex(self) -> str:
        """For reference managers. The key is the slug, which never changes."""
        fields = {
            # In braces of its own, so that the name is not cut into parts.
            "author": f"{{{_escaped(site_name())}}}",
            "title": f"{{{_escaped(self.proposal.localized('title'))}}}",
            "year": str(self.stood_on.year),
            "month": str(self.stood_on.month),
            "howpublished": _escaped(gettext("Entry of a web site")),
            "note": _escaped(self._note()),
            "url": self.address,
            "urldate": self.read_on.isoformat(),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        return "\n".join([f"@misc{{{self.proposal.slug},", *lines, "}"])

    def ris(self) -> str:
        """For reference managers, as RIS: a tag and a value a line."""
        fields = [
            ("TY", "ELEC"),
            ("ID", self.proposal.slug),
            # The comma says that it is no person.
            ("AU", f"{site_name()},"),
            ("TI", self.proposal.localized("title")),
            ("PY", str(self.stood_on.year)),
            ("DA", f"{self.stood_on:%Y/%m/%d}"),
            ("N1", self._note()),
            ("UR", self.address),
            ("Y2", f"{self.read_on:%Y/%m/%d}"),
            ("LA", LANG_TAGS[get_language() or HANT]),
        ]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields]
        return "\n".join([*lines, "ER  - "])

    def _note(self) -> str:
        return gettext("Proposed by %(authors)s; %(source)s. Status on %(day)s: %(status)s.") % {
            "authors": self._authors(),
            "source": self._source(),
            "day": written_day(self.stood_on),
            "status": self._status(),
        }

    def _authors(self) -> str:
        names = [row.author.localized("name") for row in self.proposal.attributions.all()]
        return pgettext("list of names", ", ").join(names)

    def _status(self) -> str:
        return str(Status(self.proposal.shown_status).label)

    def _source(self) -> str:
        """Where it was printed, with what is known of the day, and where to look on the page."""
        source = self.proposal.source
        named = gettext("see “%(headline)s”") % {"headline": source.headline}
        if source.headline_en and get_language() == EN:
            named += f" [{source.headline_en}]"
        parts = [named]
        if source.publication is not None:
            parts.append(source.publication.localized("name"))
        if source.page:
            parts.append(gettext("page %(page)s") % {"page": source.page})
        if source.published.basis != DateBasis.UNKNOWN:
            parts.append(source.published.written())
        if self.proposal.locator:
            parts.append(gettext("at “%(words)s”") % {"words": self.proposal.locator})
        return pgettext("parts of an imprint", ", ").join(parts)


def line_to_share(proposal: Proposal, address: str) -> str:
    """What is asked, where it stands, and where to read on."""
    return gettext("%(title)s – %(status)s. %(address)s") % {
        "title": proposal.localized("title"),
        "status": Status(proposal.shown_status).label,
        "address": address,
    }


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(ESCAPES)

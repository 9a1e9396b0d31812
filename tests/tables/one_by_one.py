"""The files of the list made the slow way: a model row a proposal, a column at a time."""

import csv
import io
import json

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from proposals.choices import Basis, Instrument, Specificity, Status
from proposals.demonstration import mark
from proposals.languages import HANT, SUFFIXES
from proposals.tables import spreadsheet
from proposals.tables.columns import columns

SUFFIXED = ("hant", "hans", "en")


def as_csv(proposals):
    """Texts in this language, line by line."""
    cells = [list(map(_cell, columns(), row.values())) for row in rows(proposals)]
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[column.name for column in columns()], *cells])
    return "\ufeff" + file.getvalue()


def as_ndjson(proposals):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(proposals))


def rows(proposals):
    marked = {"demonstration": mark()} if mark() else {}
    return [_row(proposal) | marked for proposal in proposals.for_listing()]


def _cell(column, value):
    if value is None:
        return ""
    return spreadsheet.mark(column.joined(value) if column.joint else str(value))


def _row(p):
    by, to = list(p.attributions.all()), list(p.addressees.all())
    places, source, publication = list(p.places.all()), p.source, p.source.publication
    with translation.override(settings.LANGUAGE_CODE):
        url = settings.SITE_URL + reverse("api:proposal-detail", args=[p.slug])
        html_url = settings.SITE_URL + reverse("proposal-detail", args=[p.slug])
    return {
        "slug": p.slug,
        "url": url,
        "html_url": html_url,
        **{f"title_{s}": getattr(p, f"title_{s}") or None for s in SUFFIXED},
        **{f"summary_{s}": getattr(p, f"summary_{s}") or None for s in SUFFIXED},
        "status": p.shown_status,
        "status_label": str(Status(p.shown_status).label),
        "status_since": _day(p.shown_since),
        "status_since_precision": p.shown_since_precision or None,
        "sector": p.sector.code,
        "sector_label": p.sector.localized("name"),
        "instrument": p.instrument,
        "instrument_label": str(Instrument(p.instrument).label),
        "specificity": p.specificity,
        "specificity_label": str(Specificity(p.specificity).label),
        "place": places[0].code if places else None,
        "place_label": places[0].localized("name") if places else None,
        "bodies": [row.body.code for row in to],
        "bodies_label": [row.body.localized("name") for row in to],
        "bodies_stated": [row.body.code for row in to if row.basis == Basis.STATED],
        "ideas": [idea.slug for idea in p.ideas.all()],
        "criteria": [row["state"] for row in p.listed_criteria],
        "criteria_label": [_in_language(row) for row in p.listed_criteria],
        "related": [row["slug"] for row in p.listed_relations],
        "authors": [row.author.slug for row in by],
        **{f"authors_name_{s}": [getattr(row.author, f"name_{s}") for row in by] for s in SUFFIXED},
        **{
            f"authors_capacity_{s}": [getattr(row, f"capacity_{s}") for row in by] for s in SUFFIXED
        },
        "source": source.slug,
        "source_headline": source.headline,
        "source_publication": publication.slug if publication else None,
        "source_publication_label": publication.localized("name") if publication else None,
        "source_published_on": _day(source.published_on),
        "source_published_on_precision": source.published_on_precision or None,
        "source_url": source.url or None,
        "locator": p.locator or None,
        "proposed_on": _day(p.proposed_on),
        "proposed_on_precision": p.proposed_on_precision or None,
        **{f"scheme_{s}": getattr(p, f"scheme_{s}") or None for s in SUFFIXED},
        "figures": p.figures or None,
        "checked_on": _day(p.checked_on),
        "next_check_on": _day(p.next_check_on),
        "update_count": p.update_count,
        "first_published_at": timezone.localtime(p.first_published_at).isoformat(),
        "updated_at": timezone.localtime(p.updated_at).isoformat(),
        "change_seq": p.change_seq,
        "proposed_not_before": _day(p.proposed.earliest),
        "proposed_not_after": _day(p.proposed.latest),
        "proposed_basis": p.proposed.basis.value,
        **{f"proposed_basis_{s}": getattr(p, f"proposed_basis_{s}") or None for s in SUFFIXED},
        "source_published_not_before": _day(source.published.earliest),
        "source_published_not_after": _day(source.published.latest),
        "places": [place.code for place in places],
        "places_label": [place.localized("name") for place in places],
        "source_page": source.page or None,
        "source_archived_url": source.archived_url or None,
        "source_headline_en": source.headline_en or None,
        "figures_en": p.figures_en or None,
        "target_on": _day(p.target_on),
        "target_on_precision": p.target_on_precision or None,
        "target_not_after": _day(p.target_to),
        "target_title": p.target_title or None,
        "target_url": p.target_url or None,
    }


def _day(day):
    return day.isoformat() if day else None


def _in_language(criterion):
    suffix = SUFFIXES.get(translation.get_language() or HANT, "_hant")
    return criterion[f"text{suffix}"] or criterion["text_hant"]

"""The rows of a foreign table on their way in: drafts with their authors, bodies and sources, and
what the list says of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.addresses import same_page
from proposals.models import Author, Elsewhere, Proposal, Source
from proposals.tables.faults import unseen
from proposals.tables.incoming import CellChange, Import
from proposals.tables.mapping import TARGETS, Answers, ForeignRow, slug_for
from proposals.tables.reading import Table
from proposals.tables.resource import settle
from proposals.tables.resources import RESOURCES

LONGEST_ID = 200
ORDER = ("sources", "authors", "proposals", "attributions", "addressees")


@dataclass
class MappedRow:
    """What becomes of one row, as it is told."""

    number: int
    name: str
    title: str
    is_new: bool
    changes: list[CellChange] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Mapped:
    rows: list[MappedRow]
    counts: Counter[str]

    @property
    def faulty(self) -> list[MappedRow]:
        return [row for row in self.rows if row.faults]

    @property
    def changed(self) -> list[MappedRow]:
        return [row for row in self.rows if row.changes and not row.faults]


def bring(rows: list[ForeignRow], answers: Answers, *, by: User, is_preview: bool) -> Mapped:
    """Write what the rows say: all of it or, where one is faulty, nothing."""
    with transaction.atomic():
        known = {
            found.external_id: found
            for found in Elsewhere.objects.filter(origin=answers.origin).select_related("proposal")
        }
        told = {row.number: _told(row, known) for row in rows}
        new = [row for row in rows if row.external_id not in known]
        _once(rows, new, answers, told)
        _bring_tables(_tables(new, answers), told, by)
        stored = Proposal.objects.in_bulk([_slug(row, answers) for row in new], field_name="slug")
        for row in rows:
            found = known.get(row.external_id)
            proposal = found.proposal if found else stored.get(_slug(row, answers))
            if found is None:
                told[row.number].changes += _parties(row)
            if proposal is not None and not told[row.number].faults:
                _note(row, answers, proposal, found, told[row.number])
        mapped = Mapped(list(told.values()), Counter())
        for each in mapped.rows:
            kind = "new" if each.is_new else "update" if each.changes else "skip"
            mapped.counts["invalid" if each.faults else kind] += 1
        if is_preview or mapped.faulty:
            transaction.set_rollback(True)
    return mapped


def _told(row: ForeignRow, known: dict[str, Elsewhere]) -> MappedRow:
    is_new = row.external_id not in known
    told = MappedRow(row.number, row.external_id, row.texts["title_hant"], is_new)
    told.faults += row.faults
    cells = {**row.kept, "external_id": row.external_id, "stated_status": row.stated_words}
    told.faults += [(name, cell, said) for name, cell in cells.items() if (said := unseen(cell))]
    if len(row.external_id) > LONGEST_ID:
        counts = {"length": len(row.external_id), "most": LONGEST_ID}
        said = _("It has %(length)d characters; there is room for %(most)d.") % counts
        told.faults.append((_called("external_id"), row.external_id, said))
    return told


def _parties(row: ForeignRow) -> list[CellChange]:
    """Who asks and who is asked, which come in by tables of their own."""
    named = (("authors", row.authors), ("bodies", row.bodies))
    return [CellChange(column, "", "; ".join(names)) for column, names in named if names]


def _once(
    rows: list[ForeignRow],
    new: list[ForeignRow],
    answers: Answers,
    told: dict[int, MappedRow],
) -> None:
    """Each number stands once in a list, and a new row is no proposal that is there already."""
    first: dict[str, int] = {}
    for row in rows:
        number = first.setdefault(_slug(row, answers), row.number)
        if number != row.number:
            said = _("Row %(row)d is the same.") % {"row": number}
            told[row.number].faults.append((_called("external_id"), row.external_id, said))
    slugs = [_slug(row, answers) for row in new]
    there = set(Proposal.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for row in new:
        if _slug(row, answers) in there:
            said = _("There is a proposal %(slug)s that did not come from this list.")
            fault = said % {"slug": _slug(row, answers)}
            told[row.number].faults.append((_called("external_id"), row.external_id, fault))


def _slug(row: ForeignRow, answers: Answers) -> str:
    return slug_for(answers.origin, row.external_id)


def _tables(rows: list[ForeignRow], answers: Answers) -> dict[str, Table]:
    """The rows in the tables that they come in by, each once."""
    sources = {same_page(url): slug for slug, url in Source.objects.values_list("slug", "url")}
    authors: dict[str, str] = {}
    for author in Author.objects.order_by("-pk"):
        for name in (author.name_hant, author.name_hans, author.name_en):
            authors[name.casefold()] = author.slug
    authors.pop("", None)
    found: dict[str, dict[tuple[str, ...], tuple[int, dict[str, str]]]] = {t: {} for t in ORDER}

    def add(table: str, row: ForeignRow, *key: str, **cells: str) -> None:
        found[table].setdefault(key, (row.number, cells))

    for row in rows:
        slug = _slug(row, answers)
        source = answers.source
        if row.links:
            page = same_page(row.links[0])
            if page not in sources:
                sources[page] = slug_for(answers.origin, page)
                cells = {"headline": row.texts["title_hant"][:300], "url": row.links[0]}
                add("sources", row, page, slug=sources[page], kind="other", **cells)
            source = sources[page]
        cells = {"slug": slug, "source": source, **row.texts}
        add("proposals", row, slug, **cells)
        for place, name in enumerate(row.authors, 1):
            if name.casefold() not in authors:
                authors[name.casefold()] = slug_for(f"{answers.origin}-by", name)
                add("authors", row, name, slug=authors[name.casefold()], name_hant=name)
            by = authors[name.casefold()]
            cells = {"proposal": slug, "author": by, "position": str(place)}
            add("attributions", row, slug, by, **cells)
        for body in row.bodies:
            add("addressees", row, slug, body, proposal=slug, body=body, basis="stated")
    return {name: _as_table(list(rows.values())) for name, rows in found.items()}


def _as_table(rows: list[tuple[int, dict[str, str]]]) -> Table:
    header = list(dict.fromkeys(name for _number, cells in rows for name in cells))
    cells = [[cells.get(name, "") for name in header] for _number, cells in rows]
    return Table(header, cells, [number for number, _cells in rows])


def _bring_tables(tables: dict[str, Table], told: dict[int, MappedRow], by: User) -> None:
    brought = []
    for name in ORDER:
        if not tables[name].rows:
            continue
        resource, file = RESOURCES[name](), Import(by=by, is_part=True)
        for row in resource.bring(tables[name], file=file).rows:
            told[row.number].faults += [(_called(f.column), f.value, f.message) for f in row.faults]
            if name == "proposals":
                told[row.number].changes += [
                    replace(c, column=_called(c.column)) for c in row.changes
                ]
        brought.append((resource, file))
    settle(brought)


def _called(column: str) -> str:
    """One of our columns, as the page on which a table is mapped calls it."""
    return str(TARGETS.get(column, column))


def _note(
    row: ForeignRow,
    answers: Answers,
    proposal: Proposal,
    found: Elsewhere | None,
    told: MappedRow,
) -> None:
    """Keep what the list says of the proposal; of what is known of it, that alone is taken."""
    said: dict[str, Any] = {
        "stated_words": row.stated_words,
        "stated_status": row.stated_status,
        "kept": row.kept,
    }
    record = found or Elsewhere(
        proposal=proposal, origin=answers.origin, external_id=row.external_id
    )
    for name in ("stated_words", "stated_status"):
        before = getattr(record, name)
        if before != said[name]:
            told.changes.append(CellChange(name, before, said[name]))
    for name in dict.fromkeys([*record.kept, *row.kept]):
        before, after = record.kept.get(name, ""), row.kept.get(name, "")
        if before != after:
            told.changes.append(CellChange(name, before, after))
    if found is None or told.changes:
        for name, value in said.items():
            setattr(record, name, value)
        record.save()

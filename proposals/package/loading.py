"""A data package on its way in: the whole tracker as CSV files and `datapackage.json`.

Loading goes through the same functions as every other door; it is all or nothing, and can be
repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from proposals.choices import PublicationState
from proposals.dates import Dating
from proposals.demonstration import mark
from proposals.editing import merging, publishing
from proposals.models import Proposal
from proposals.models.dated import dating_columns
from proposals.models.proposals import SEARCH_COLUMNS
from proposals.package.faults import PackageError, PackageFault
from proposals.package.log import PackageLog
from proposals.package.progress import Loaded, Progress
from proposals.package.schema import SCHEMA, TABLES, columns, is_demonstration
from proposals.tables import reading
from proposals.tables.incoming import Import
from proposals.tables.reading import Table
from proposals.tables.resource import TableResource, settle
from proposals.tables.resources import RESOURCES
from proposals.tracking import rules

# Tables that a package may leave out.
OPTIONAL = (
    "publications",
    "criteria",
    "related",
    "policy_events",
    "assessments",
    "checks",
    "documents",
    "uptakes",
    "synonyms",
    "glossary",
)


def load(folder: Path, *, by: User, progress: Progress | None = None) -> Loaded:
    """Load a package. Raises PackageError, and then nothing was written.

    Rows that the tracker already has are left as they are where they are equal, and follow
    the file where they differ; the log is append-only, so a row of it that differs is a fault.
    """
    tables, faults = _read(folder)
    # Faults of whole files leave nothing to read; faults of rows are gathered to the end.
    if any(fault.row == 0 for fault in faults):
        raise PackageError(faults)
    loaded = Loaded(sum(map(len, tables.values())), progress)
    with transaction.atomic():
        _hold(tables)
        asked = _asked(tables)
        brought = []
        for name, resource_class in RESOURCES.items():
            resource, file = resource_class(), Import(is_part=True)
            brought.append((resource, file))
            for part in tables[name].parts(1000):
                faults += _load_part(resource, file, name, part, loaded)
                loaded.done(len(part))
        if not faults:
            settle(brought)
        faults += PackageLog(tables, by).load(loaded)
        if not faults:
            faults += _publish(tables["proposals"], by, loaded)
            faults += _redated(tables["proposals"], asked)
        if faults:
            raise PackageError(faults)
    return loaded


def _hold(tables: dict[str, Table]) -> None:
    """Let nobody change a proposal that the package tells of, before anything of it is read."""
    named = {row["slug"] for row in tables["proposals"].dicts()}
    for name in ("status_updates", "checks"):
        named |= {row["proposal"] for row in tables[name].dicts()}
    Proposal.objects.filter(slug__in=named).lock()


def _read(folder: Path) -> tuple[dict[str, Table], list[PackageFault]]:
    tables: dict[str, Table] = {}
    faults = []
    if not folder.is_dir():
        return {}, [PackageFault(str(folder), 0, "", "There is no such folder.")]
    if is_demonstration(folder) and not mark():
        invented = "The progress in it is invented; only a demonstration takes it. See `make demo`."
        return {}, [PackageFault(SCHEMA.name, 0, "", invented)]
    for name in TABLES:
        path = folder / f"{name}.csv"
        tables[name] = Table(list(columns(name)))
        if not path.exists():
            if name not in OPTIONAL:
                faults.append(PackageFault(path.name, 0, "", "The file is missing."))
            continue
        try:
            sheet = reading.sheet(path.read_bytes(), columns(name), limited=False)
            header = [str(cell) for cell in sheet.rows[0][1]]
            if wrong := list(_check_header(path.name, name, header)):
                faults += wrong
                continue
            tables[name] = reading.table(sheet, columns(name), required=())
            faults += _check_rows(path.name, tables[name])
            faults += _check_keys(path.name, name, tables[name])
        except reading.Unreadable as fault:
            faults += [PackageFault(path.name, 0, "", said) for said in fault.messages]
    return tables, faults


def _check_header(file: str, table: str, header: Sequence[str]) -> Iterator[PackageFault]:
    known = columns(table)
    for column in header:
        if column not in known:
            yield PackageFault(
                file, 0, column, f"There is no such column. Known are: {', '.join(known)}."
            )
    for column, described in known.items():
        if described.get("constraints", {}).get("required") and column not in header:
            yield PackageFault(file, 0, column, "The column is missing.")
    for column in {c for c in header if header.count(c) > 1}:
        yield PackageFault(file, 0, column, "The column stands there twice.")


def _check_rows(file: str, table: Table) -> Iterator[PackageFault]:
    for fault in table.faults:
        yield PackageFault(file, fault.row, fault.column, fault.message)
    for number in table.short:
        yield PackageFault(file, number, "", "It has fewer cells than the header.")


def _check_keys(file: str, table: str, rows: Table) -> Iterator[PackageFault]:
    if table not in RESOURCES:
        return
    named = RESOURCES[table]._meta.import_id_fields
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows.numbered():
        identity = tuple(row.get(column, "") for column in named)
        if not all(identity):
            yield PackageFault(file, number, named[identity.index("")], "It is empty.")
        elif identity in seen:
            yield PackageFault(
                file, number, named[0], f"Row {seen[identity]} has the same {' and '.join(named)}."
            )
        seen.setdefault(identity, number)


def _load_part(
    resource: TableResource, file: Import, name: str, part: Table, loaded: Loaded
) -> Iterator[PackageFault]:
    result = resource.bring(part, file=file)
    for invalid in result.invalid_rows:
        for column, messages in invalid.error_dict.items():
            shown = "" if column == "__all__" else column.removesuffix("_id")
            for message in messages:
                yield PackageFault(f"{name}.csv", invalid.number, shown, message)
    loaded.changed[name] += result.totals["new"] + result.totals["update"]


def _asked(tables: dict[str, Table]) -> dict[int, Dating]:
    """When the asks of which the package tells, and which have a log, were made."""
    named = {
        name: [row["slug"] for row in tables[name].dicts()] for name in ("proposals", "sources")
    }
    rows = Proposal.objects.ever_published().filter(
        Q(slug__in=named["proposals"]) | Q(source__slug__in=named["sources"])
    )
    return {row.pk: row.proposed for row in rows.only(*dating_columns("proposed"))}


def _redated(table: Table, asked: dict[int, Dating]) -> Iterator[PackageFault]:
    """Each ask that was given another date while its log still tells the one before."""
    numbers = {row["slug"]: number for number, row in table.numbered()}
    rows = Proposal.objects.filter(pk__in=asked).only("slug", *dating_columns("proposed"))
    for row in rows.order_by("pk"):
        for update in publishing.outdated(row, before=asked[row.pk]):
            yield PackageFault(
                "proposals.csv",
                numbers.get(row.slug, 0),
                "proposed_on",
                f"Record {update.number} of {row.slug} tells the date before this. Void it in "
                "status_updates.csv, and record the new one there.",
            )


def _publish(table: Table, by: User, loaded: Loaded) -> Iterator[PackageFault]:
    """Bring each proposal to the state that its row names, by the acts that lead there."""
    rows = list(table.numbered())
    refused = _show(rows, by, loaded)
    found = _stored(rows)
    numbered = {number: found[row["slug"]].pk for number, row in rows}
    yield from (_fault(n, refused[pk]) for n, pk in numbered.items() if pk in refused)
    # Both of a merge are public when it is made; what has taken others in may be withdrawn.
    merged = []
    for number, row in _inner_first(rows):
        try:
            if _merge(found, row):
                merged.append(found[row["slug"]])
        except rules.Refusal as refusal:
            yield _fault(number, refusal)
    if merged:
        merging.mark_merged(merged)
    loaded.changed["publication"] += len(merged)
    refused = _withdraw(found, rows)
    yield from (_fault(n, refused[pk]) for n, pk in numbered.items() if pk in refused)
    held = dict(Proposal.objects.filter(slug__in=found).values_list("slug", "status"))
    for number, row in rows:
        status = held[row["slug"]]
        if row.get("status") and row["status"] != status:
            yield PackageFault(
                "proposals.csv",
                number,
                "status",
                f"By the log it is {status}. Record it in status_updates.csv.",
            )


def _stored(rows: list[tuple[int, dict[str, str]]]) -> dict[str, Proposal]:
    slugs = [row["slug"] for _number, row in rows]
    stored = Proposal.objects.select_related("merged_into").defer(*SEARCH_COLUMNS)
    return {proposal.slug: proposal for proposal in stored.filter(slug__in=slugs)}


def _fault(number: int, refusal: rules.Refusal) -> PackageFault:
    """A refusal names the field of a form; here the fault stands in a cell."""
    cells = (refusal.field, f"withdrawn_{refusal.field}")
    column = next((c for c in cells if c in columns("proposals")), "publication_state")
    return PackageFault("proposals.csv", number, column, str(refusal))


def _show(
    rows: list[tuple[int, dict[str, str]]], by: User, loaded: Loaded
) -> dict[int, rules.Refusal]:
    """Publish what the rows say is or was public; why not, by the id of each that may not be."""
    found = _stored(rows)
    refused: dict[int, rules.Refusal] = {}
    shown: list[Proposal] = []
    for _number, row in rows:
        proposal = found[row["slug"]]
        wanted = row.get("publication_state") or proposal.publication_state
        if wanted == proposal.publication_state:
            continue
        if wanted not in (PublicationState.PUBLISHED, PublicationState.WITHDRAWN):
            refused[proposal.pk] = rules.Refusal(
                "state_not_reachable",
                "",
                f"A proposal that is {proposal.publication_state} cannot become {wanted}.",
                "Use published or withdrawn.",
            )
            continue
        loaded.changed["publication"] += 1
        if proposal.publication_state != PublicationState.PUBLISHED:
            shown.append(proposal)
    return refused | publishing.publish_each(shown, by=by, undated=True)


def _merge(found: dict[str, Proposal], row: dict[str, str]) -> bool:
    """Merge a proposal, unless it is so already; it is yet to be told."""
    proposal = found[row["slug"]]
    stored = proposal.merged_into.slug if proposal.merged_into else ""
    wanted = row.get("merged_into") or stored
    if wanted == stored:
        return False
    into = found.get(wanted) or Proposal.objects.filter(slug=wanted).first()
    if stored or into is None or into == proposal or not (proposal.is_public and into.is_public):
        raise rules.Refusal(
            "merge_not_reachable",
            "merged_into",
            f"It cannot be merged into “{wanted}”.",
            "Both must be published, and neither merged into another yet.",
        )
    proposal.merged_into = into
    return True


def _withdraw(
    found: dict[str, Proposal], rows: list[tuple[int, dict[str, str]]]
) -> dict[int, rules.Refusal]:
    """Withdraw what the rows say is; why not, by the id of each that may not be."""
    hidden = []
    for _number, row in rows:
        proposal = found[row["slug"]]
        if row.get("publication_state") == PublicationState.WITHDRAWN and proposal.is_public:
            proposal.withdrawn_reason_hant = row.get("withdrawn_reason_hant", "")
            proposal.withdrawn_reason_en = row.get("withdrawn_reason_en", "")
            hidden.append(proposal)
    return publishing.withdraw_each(hidden)


def _inner_first(rows: list[tuple[int, dict[str, str]]]) -> list[tuple[int, dict[str, str]]]:
    """The rows with a merge, each before that of the proposal that took it in. Those that go
    round in a ring come last, and are refused there."""
    left = {row["slug"]: (n, row) for n, row in rows if row.get("merged_into")}
    ordered = []
    while left:
        targets = {row["merged_into"] for _n, row in left.values()}
        free = [slug for slug in left if slug not in targets] or list(left)
        ordered += [left.pop(slug) for slug in free]
    return ordered

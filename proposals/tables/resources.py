"""Tables in and out: the same columns in the admin's import and export and in the package.

A row is found again by its slug or code (or by both ends, where it links two things), so the
same file can be imported twice. Saving goes through `proposals.editing.writing`, like every
other door.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.results import RowResult

from proposals.addresses import same_page
from proposals.choices import PublicationState
from proposals.editing import publishing, redating, writing
from proposals.models import (
    Author,
    Idea,
    Place,
    Proposal,
    Publication,
    Sector,
    Source,
)
from proposals.models.dated import dating_columns
from proposals.models.proposals import SEARCH_COLUMNS, ProposalIdea, ProposalPlace
from proposals.models.together import save_together
from proposals.tables import statements
from proposals.tables.cells import (
    FirstWidget,
    KeysField,
    KeysWidget,
    date,
    key,
    link,
    whole,
    written_alike,
    yes,
)
from proposals.tables.columns import COLUMNS
from proposals.tables.documents import DocumentResource
from proposals.tables.entries import (
    BodyResource,
    PlaceResource,
    SectorResource,
    SynonymResource,
    TermResource,
)
from proposals.tables.incoming import CellChange, Import, IncomingRow, TableRowResult
from proposals.tables.links import (
    AddresseeResource,
    AttributionResource,
    CriterionResource,
    RelationResource,
)
from proposals.tables.reading import Table
from proposals.tables.resource import VERSION, TableResource


class PublicationResource(TableResource):
    together = True
    title = "name_hant"
    alike: ClassVar[dict[str, Any]] = {"name_hant": str.strip, "url": same_page}
    shown_by = "source__publication"
    url = link("url")

    class Meta(TableResource.Meta):
        model = Publication
        import_id_fields = ("slug",)
        fields = ("slug", "name_hant", "name_hans", "name_en", "url")
        export_order = fields


class AuthorResource(TableResource):
    together = True
    title = "name_hant"
    alike: ClassVar[dict[str, Any]] = {"name_hant": str.strip}
    shown_by = "authors"

    class Meta(TableResource.Meta):
        model = Author
        import_id_fields = ("slug",)
        fields = ("slug", "kind", "name_hant", "name_hans", "name_en", "note_hant", "note_en")


class SourceResource(TableResource):
    together = True
    title = "headline"
    alike: ClassVar[dict[str, Any]] = {"headline": str.strip, "url": same_page}
    shown_by = "source"
    publication = key("publication", Publication)
    published_on = date("published_on")
    published_not_before = date("published_not_before")
    published_not_after = date("published_not_after")
    url = link("url")
    archived_url = link("archived_url")
    archived_on = date("archived_on")
    holds_no_ask = yes("holds_no_ask")

    class Meta(TableResource.Meta):
        model = Source
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "kind",
            "headline",
            "byline",
            "publication",
            "section",
            "language",
            *dating_columns("published"),
            "url",
            "note_hant",
            "note_hans",
            "note_en",
            "page",
            "archived_url",
            "archived_on",
            "holds_no_ask",
            "headline_en",
        )
        export_order = fields

    def judge(
        self, row: IncomingRow, file: Import, faults: dict[str, Any], moved: set[str]
    ) -> None:
        """What is published keeps the day that its log tells; a package brings the log too."""
        super().judge(row, file, faults, moved)
        is_redated = row.would_be.published.recorded != row.stored.published.recorded
        if row.is_new or file.is_part or not is_redated:
            return
        if redating.inheriting(row.stored).public().exists():
            said = _(
                "Published proposals have this date. Correct it on the page of the source: "
                "their records are made anew there."
            )
            raise ValidationError({"published_on": said})

    def save(self, row: IncomingRow) -> None:
        super().save(row)
        if not row.is_new:
            writing.follow_date(row.would_be, row.stored)


class IdeaResource(TableResource):
    together = True
    title = "title_hant"
    alike: ClassVar[dict[str, Any]] = {"title_hant": str.strip}
    shown_by = "ideas"

    class Meta(TableResource.Meta):
        model = Idea
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "title_hant",
            "title_hans",
            "title_en",
            "summary_hant",
            "summary_hans",
            "summary_en",
        )


def _elsewhere(column: str) -> Any:
    """Why a column of the public's file is not read with the proposals."""
    if column.startswith("authors"):
        return gettext_lazy("A column of the public’s file. Authors come in as attributions.")
    if column.startswith("bodies"):
        return gettext_lazy("A column of the public’s file. Bodies come in as addressees.")
    return gettext_lazy("A column of the public’s file, which is not read.")


SHOWN_STATUS = ("status", "status_since", "status_since_precision")


class ProposalResource(TableResource):
    """Text and facts of proposals. Publication is shown, and never set by a row: it moves by
    its own acts. A row that names another status must state it: see `proposals.tables.statements`.
    """

    shown_by = "pk"
    together = True
    title = "title_hant"
    alike: ClassVar[dict[str, Any]] = {"title_hant": str.strip}
    only_read = statements.STATEMENT_COLUMNS
    follows = (
        "status_since",
        "status_since_precision",
        "withdrawn_reason_hant",
        "withdrawn_reason_en",
    )
    elsewhere: ClassVar[dict[str, Any]] = {
        column.name: _elsewhere(column.name) for column in COLUMNS
    }
    sector = key("sector", Sector, "code")
    place = KeysField(
        attribute="places",
        column_name="place",
        widget=FirstWidget(Place, separator=" ", field="code"),
    )
    places = KeysField(
        attribute="places",
        column_name="places",
        widget=KeysWidget(Place, separator=" ", field="code"),
    )
    source = key("source", Source)
    position = whole("position")
    proposed_on = date("proposed_on")
    proposed_not_before = date("proposed_not_before")
    proposed_not_after = date("proposed_not_after")
    ideas = KeysField(
        attribute="ideas",
        column_name="ideas",
        widget=KeysWidget(Idea, separator=" ", field="slug"),
    )
    publication_state = Field("publication_state", "publication_state", readonly=True)
    merged_into = key("merged_into", Proposal, readonly=True)
    withdrawn_reason_hant = Field("withdrawn_reason_hant", "withdrawn_reason_hant", readonly=True)
    withdrawn_reason_en = Field("withdrawn_reason_en", "withdrawn_reason_en", readonly=True)
    status = Field("status", "status", readonly=True)
    target_on = date("target_on")
    target_url = link("target_url")
    status_since = date("status_since", readonly=True)
    status_since_precision = Field(
        "status_since_precision", "status_since_precision", readonly=True
    )

    class Meta(TableResource.Meta):
        model = Proposal
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "title_hant",
            "title_hans",
            "title_en",
            "summary_hant",
            "summary_hans",
            "summary_en",
            "scheme_hant",
            "scheme_hans",
            "scheme_en",
            "figures",
            "figures_en",
            "sector",
            "instrument",
            "specificity",
            "place",
            "places",
            "source",
            "locator",
            "position",
            *dating_columns("proposed"),
            "target_on",
            "target_on_precision",
            "target_title",
            "target_url",
            "ideas",
            "publication_state",
            "withdrawn_reason_hant",
            "withdrawn_reason_en",
            "merged_into",
            "status",
            "status_since",
            "status_since_precision",
        )
        export_order = fields

    def version(self, stored: Proposal) -> str:
        """With the number of records: a status moves without the text."""
        return f"{super().version(stored)}-{stored.update_count}"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in statements.STATEMENT_COLUMNS:
            self.fields[name] = statements.StatementField(name)

    def get_export_fields(self, selected_fields: Any = None) -> list[Field]:
        fields = super().get_export_fields(selected_fields)
        return [f for f in fields if not isinstance(f, statements.StatementField)]

    def get_queryset(self) -> models.QuerySet[Proposal]:
        rows = super().get_queryset().select_related("sector", "source", "merged_into")
        # Long, and of no use to a table.
        return rows.prefetch_related(
            "ideas", models.Prefetch("places", Place.objects.order_by("position", "pk"))
        ).defer(*SEARCH_COLUMNS)

    def before_bringing(self, table: Table, file: Import) -> None:
        super().before_bringing(table, file)
        if not (file.is_preview or file.is_part):
            named = [row["slug"] for row in table.dicts()]
            stored = written_alike(Proposal.objects.all(), "slug", named)
            Proposal.objects.filter(pk__in=stored.values("pk")).lock()

    def take(self, row: IncomingRow, file: Import, told: TableRowResult) -> None:
        super().take(row, file, told)
        if row.statement:
            file.stated.append((row, told))

    def read(self, row: IncomingRow, file: Import) -> dict[str, Any]:
        faults = super().read(row, file)
        if "places" in faults and not row.cells.get("places"):
            faults["place"] = faults.pop("places")
        faults |= self._places(row, file)
        if row.cells.get("publication_state") in (
            PublicationState.PUBLISHED,
            PublicationState.WITHDRAWN,
        ):
            faults |= {
                name: ValidationError("", code="blank")
                for name in row.would_be.lacking()
                if name not in faults
            }
        if not file.is_part:
            faults = self._refuse_state(row) | faults
            try:
                statements.read(row, row.would_be, file.by)
            except ValidationError as fault:
                faults = fault.update_error_dict(faults)
            if row.statement and (moved := self._moved_since(row)):
                faults["status"] = [ValidationError(moved)]
        return faults

    def judge(
        self, row: IncomingRow, file: Import, faults: dict[str, Any], moved: set[str]
    ) -> None:
        """Like a source, and whether or not its log may go on."""
        super().judge(row, file, faults, moved)
        if file.is_part or row.is_new:
            return
        if publishing.outdated(row.would_be, before=row.stored.proposed):
            columns = (c for c in dating_columns("proposed") if c in moved & row.cells.keys())
            said = _(
                "Its log tells this date. Correct it on the page of the proposal: the record is "
                "made anew there."
            )
            raise ValidationError({next(columns, "proposed_on"): said})

    def _moved_since(self, row: IncomingRow) -> str:
        """What was recorded since the file was exported, where a row states a status."""
        given = row.cells.get(VERSION, "").partition("-")[2]
        if not given or given == str(row.stored.update_count):
            return ""
        said = _(
            "Since the export another status was recorded: it is now “%(status)s” (%(label)s). "
            "Look at the proposal; to record yours all the same, put %(version)s into the column "
            "“version”."
        )
        return said % {
            "status": row.stored.status,
            "label": row.stored.get_status_display(),
            "version": self.version(row.stored),
        }

    def _places(self, row: IncomingRow, file: Import) -> dict[str, Any]:
        """The first of several places may stand alone; beside all of them it is one of them."""
        first = row.cells.get("place") or ""
        named: Any = file.known.get("place", {}).get(first)
        if named is None:
            return {}
        if row.cells.get("places"):
            if named in row.beside.get("places", [named]):
                return {}
            return {"place": _("“places” does not name it. Write it there too.")}
        stored = self.fields["places"].get_value(row.stored)
        is_first = self.fields["place"].widget.render(stored) == named.code
        row.beside["places"] = stored if is_first else [named]
        return {}

    def _refuse_state(self, row: IncomingRow) -> dict[str, Any]:
        faults = {}
        for column in ("publication_state", "merged_into"):
            given, held = row.cells.get(column) or "", self.fields[column].export(row.stored)
            if given and given != held:
                faults[column] = _(
                    "It is “%(stored)s”. A row cannot change it: publish, withdraw or merge "
                    "on the proposal’s own page."
                ) % {"stored": held}
        return faults

    def after_bringing(self, result: Any, file: Import) -> None:
        """What rows state is recorded when all are written: the change log comes last."""
        super().after_bringing(result, file)
        stated = [row.would_be.pk for row, _told in file.stated]
        Proposal.objects.filter(pk__in=stated).lock()
        for row, told in file.stated:
            proposal, said = row.would_be, row.statement
            before = {name: self.fields[name].export(proposal) for name in SHOWN_STATUS}
            try:
                with transaction.atomic():
                    statements.record(proposal, said, file.by)
            except ValidationError as fault:
                told.import_type = RowResult.IMPORT_TYPE_INVALID
                told.validation_error, told.cells = fault, row.cells
                continue
            after = {name: self.fields[name].export(proposal) for name in SHOWN_STATUS}
            if proposal.status != said["status"]:
                waiting = _("%(status)s (awaiting confirmation)") % {"status": said["status"]}
                after["status"] = waiting
            told.changes += [
                CellChange(name, before[name], after[name])
                for name in SHOWN_STATUS
                if before[name] != after[name]
            ]

    def fill(self, row: IncomingRow) -> None:
        if row.would_be.source_id is not None:
            row.would_be.fill_date()
        super().fill(row)

    def save(self, row: IncomingRow) -> None:
        """A row has been judged by what it sets. Where the database refuses it all the same, it is
        judged by all that is asked of a proposal, so that the fault is named."""
        try:
            with transaction.atomic():
                row.would_be.save(update_fields=None if row.is_new else writing.WRITTEN)
        except IntegrityError:
            row.would_be.full_clean()
            raise
        _link(row)

    def save_changed(self, rows: list[IncomingRow]) -> None:
        save_together([row.would_be for row in rows], writing.WRITTEN)
        for row in rows:
            _link(row)

    def save_new(self, rows: list[IncomingRow]) -> None:
        super().save_new(rows)
        for name, through in (("ideas", ProposalIdea), ("places", ProposalPlace)):
            through.objects.bulk_create(
                through(proposal=row.would_be, **{name[:-1]: each})
                for row in rows
                for each in row.beside.get(name, ())
            )


def _link(row: IncomingRow) -> None:
    for name in ("ideas", "places"):
        if name in row.beside:
            getattr(row.would_be, name).set(row.beside[name])


# Each table by its name in the package, in the order in which one needs the other.
RESOURCES: dict[str, type[TableResource]] = {
    "sectors": SectorResource,
    "bodies": BodyResource,
    "places": PlaceResource,
    "synonyms": SynonymResource,
    "glossary": TermResource,
    "publications": PublicationResource,
    "authors": AuthorResource,
    "sources": SourceResource,
    "ideas": IdeaResource,
    "documents": DocumentResource,
    "proposals": ProposalResource,
    "attributions": AttributionResource,
    "addressees": AddresseeResource,
    "criteria": CriterionResource,
    "related": RelationResource,
}

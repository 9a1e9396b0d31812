"""The log of the data package row by row: what each cell may hold, and how it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.forms.models import construct_instance

from proposals.dates import WholeDayField, WrittenDateField, WrittenInstantField
from proposals.models import (
    Assessment,
    Change,
    Check,
    Document,
    Evidence,
    KeptCopy,
    PolicyEvent,
    Proposal,
    Source,
    StatusUpdate,
    Uptake,
)
from proposals.models.proposals import SEARCH_COLUMNS

# They come after every other table: they need the proposals.
LOG_TABLES = (
    "policy_events",
    "status_updates",
    "evidence",
    "assessments",
    "checks",
    "uptakes",
)

Row = dict[str, str]

# The key of each policy event in one package, by the id that it has here.
EventKeys = Mapping[int, str]


class Known:
    """The rows that the cells of a package point to by their slugs, each model read once: those
    of these slugs alone, for a small package may come into a large tracker."""

    def __init__(self, slugs: Iterable[str]) -> None:
        self.slugs = frozenset(slugs)
        self.rows: dict[type[Any], dict[str, Any]] = {}

    def row(self, model: type[Any], slug: str) -> Any:
        if model not in self.rows:
            # Long, and of no use to the log.
            unread: dict[Any, tuple[str, ...]]
            unread = {Proposal: SEARCH_COLUMNS, Document: ("text",)}
            stored = model._default_manager.defer(*unread.get(model, ()))
            stored = stored.filter(slug__in=self.slugs)
            if model is Proposal:
                # By which an ask without a date is dated.
                stored = stored.select_related("source")
            self.rows[model] = {row.slug: row for row in stored}
        return self.rows[model].get(slug)


class SlugField(forms.CharField):
    """A row of another table by its slug; `known` is that of the form."""

    known: Known

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model = model

    def clean(self, value: Any) -> Any:
        slug = super().clean(value)
        row = self.known.row(self.model, slug) if slug else None
        if slug and row is None:
            raise ValidationError(f"There is no “{slug}”.")
        return row


class RowForm(forms.ModelForm):
    """The rows of a table, one after the other: to make a form takes longer than to read a row.
    Cells are taken as they stand: what was written once is compared letter by letter."""

    def __init__(self, known: Known | None = None) -> None:
        super().__init__({})
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.strip = False
            if isinstance(field, SlugField) and known:
                field.known = known

    def read(self, cells: Row) -> bool:
        """Judge the next row of the table; whether it is as it should be."""
        self.data, self.instance = cells, self._meta.model()
        self.full_clean()
        return not self.errors


class CellsForm(RowForm):
    """Only the cells are judged here; the row as a whole is judged by tracking."""

    def _post_clean(self) -> None:
        pass


class EventCells(RowForm):
    """One row of policy_events.csv, judged as a whole."""

    # As it stands in the cell: a form's own field for links would complete what is incomplete.
    url = forms.CharField(required=False)
    happened_on = WrittenDateField()
    recorded_at = WrittenInstantField(required=False)

    class Meta:
        model = PolicyEvent
        fields = (
            "title",
            "evidence_class",
            "publisher",
            "url",
            "happened_on",
            "happened_on_precision",
        )


class UpdateCells(CellsForm):
    """One row of status_updates.csv."""

    proposal = SlugField(Proposal, required=True)
    superseded_by = SlugField(Proposal, required=False)
    void_of = forms.IntegerField(min_value=1, required=False)
    confirms = forms.IntegerField(min_value=1, required=False)
    copied_from = SlugField(Proposal, required=False)
    copied_from_number = forms.IntegerField(min_value=1, required=False)
    effective_on = WrittenDateField(required=False)
    effective_not_after = WholeDayField(required=False)
    recorded_at = WrittenInstantField(required=False)

    class Meta:
        model = StatusUpdate
        fields = (
            "proposal",
            "number",
            "status",
            "effective_on",
            "effective_on_precision",
            "effective_not_after",
            "reason_hant",
            "reason_hans",
            "reason_en",
            "override_reason_hant",
            "override_reason_en",
            "superseded_by",
            "recorded_at",
        )


class EvidenceCells(RowForm):
    """One row of evidence.csv; `number` is that of its update."""

    number = forms.IntegerField(min_value=1)
    url = forms.CharField(required=False)
    published_on = WrittenDateField(required=False)
    source = SlugField(Source, required=False)

    class Meta:
        model = Evidence
        fields = (
            "evidence_class",
            "title",
            "publisher",
            "url",
            "published_on",
            "published_on_precision",
            "quote",
            "source",
        )

    def _post_clean(self) -> None:
        """Judged by its columns, which say what the constraints do: the database is not asked."""
        self.instance = construct_instance(self, self.instance)
        try:
            self.instance.full_clean(exclude=["update", "source"], validate_constraints=False)
        except ValidationError as fault:
            self._update_errors(fault)  # type: ignore[attr-defined]  # as Django's own does


class AssessmentCells(forms.Form):
    """One row of assessments.csv; `number` is that of its update. The state is for tracking."""

    number = forms.IntegerField(min_value=1)
    position = forms.IntegerField(min_value=1)
    state = forms.CharField()


class CheckCells(CellsForm):
    """One row of checks.csv."""

    proposal = SlugField(Proposal, required=True)
    checked_on = WholeDayField()
    next_check_on = WholeDayField(required=False)
    recorded_at = WrittenInstantField(required=False)

    class Meta:
        model = Check
        fields = (
            "proposal",
            "checked_on",
            "next_check_on",
            "note_hant",
            "note_en",
            "recorded_at",
        )


class UptakeCells(RowForm):
    """One row of uptakes.csv; `number` is that of the record that it led to."""

    proposal = SlugField(Proposal, required=True)
    document = SlugField(Document, required=True)
    merged_from = SlugField(Proposal, required=False)
    number = forms.IntegerField(min_value=1, required=False)
    recorded_at = WrittenInstantField()
    voided_at = WrittenInstantField(required=False)

    class Meta:
        model = Uptake
        fields = (
            "slug",
            "document",
            "position",
            "paragraph",
            "page",
            "proposal",
            "relation",
            "quote",
            "recorded_at",
            "voided_at",
            "void_reason_hant",
            "void_reason_hans",
            "void_reason_en",
        )

    def _post_clean(self) -> None:
        """Judged when the account and the record are known."""


# The columns whose cells are the slugs of other rows.
POINTING = frozenset(
    name
    for form in (UpdateCells, EvidenceCells, CheckCells, UptakeCells)
    for name, field in form.base_fields.items()
    if isinstance(field, SlugField)
)


# --- Writing ----------------------------------------------------------------------------------


def log_rows(*, public: bool = False) -> dict[str, QuerySet[Any]]:
    """The rows of the log tables, in the order of what names them."""
    events = PolicyEvent.objects.all()
    updates = StatusUpdate.objects.all()
    evidence = Evidence.objects.all()
    assessments = Assessment.objects.all()
    checks = Check.objects.all()
    uptakes = Uptake.objects.all()
    if public:
        shown = Proposal.objects.public()
        updates = updates.public()
        events = events.filter(Exists(updates.filter(event=OuterRef("pk"))))
        evidence = evidence.filter(update__proposal__in=shown)
        assessments = assessments.filter(update__proposal__in=shown)
        checks = checks.filter(proposal__in=shown)
        uptakes = uptakes.public()
    return {
        "policy_events": events.order_by("recorded_at", "pk"),
        "status_updates": updates.select_related(
            "proposal", "superseded_by", "void_of", "confirms", "copied_from__proposal"
        )
        .defer(*_long("proposal", "superseded_by", "copied_from__proposal"))
        .order_by("proposal__slug", "number", "pk"),
        "evidence": evidence.select_related("update__proposal", "source")
        .defer(*_long("update__proposal"))
        .order_by("update__proposal__slug", "update__number", "pk"),
        "assessments": assessments.select_related("update__proposal", "criterion")
        .defer(*_long("update__proposal"))
        .order_by("update__proposal__slug", "update__number", "criterion__position", "pk"),
        "checks": checks.select_related("proposal")
        .defer(*_long("proposal"))
        .order_by("proposal__slug", "recorded_at", "pk"),
        "uptakes": uptakes.select_related("document", "proposal", "merged_from", "update")
        .defer("document__text", *_long("proposal", "merged_from"))
        .order_by("slug", "pk"),
    }


def _long(*paths: str) -> list[str]:
    """What a proposal is searched by: long, and of no use to who only wants its slug."""
    return [f"{p}__{c}" for p in paths for c in SEARCH_COLUMNS]


def dump_log(*, public: bool = False) -> dict[str, Iterator[Row]]:
    """The rows of the log tables, written as cells."""
    rows = log_rows(public=public)
    # Numbered in the order recorded, so that equal content has equal keys.
    events = rows["policy_events"].values_list("pk", flat=True)
    keys = {pk: str(number) for number, pk in enumerate(events.iterator(), 1)}
    return {
        "policy_events": (
            {"key": keys[event.pk], **event_cells(event)}
            for event in rows["policy_events"].iterator()
        ),
        "status_updates": (
            update_cells(update, keys) for update in rows["status_updates"].iterator()
        ),
        "evidence": map(evidence_cells, rows["evidence"].iterator()),
        "assessments": map(assessment_cells, rows["assessments"].iterator()),
        "checks": map(check_cells, rows["checks"].iterator()),
        "uptakes": map(uptake_cells, rows["uptakes"].iterator()),
    }


def _cells(row: Any, names: tuple[str, ...]) -> Row:
    cells = {}
    for name in names:
        value = getattr(row, name)
        if isinstance(value, dt.datetime):
            value = value.astimezone(dt.UTC).isoformat()
        cells[name] = "" if value is None else str(value)
    return cells


def event_cells(event: PolicyEvent) -> Row:
    return _cells(event, (*EventCells.Meta.fields, "recorded_at"))


def update_cells(update: StatusUpdate, keys: EventKeys) -> Row:
    copied = update.copied_from
    return {
        "proposal": update.proposal.slug,
        **_cells(
            update,
            (
                "number",
                "status",
                "effective_on",
                "effective_on_precision",
                "effective_not_after",
                "reason_hant",
                "reason_hans",
                "reason_en",
                "override_reason_hant",
                "override_reason_hans",
                "override_reason_en",
            ),
        ),
        "superseded_by": update.superseded_by.slug if update.superseded_by else "",
        "void_of": str(update.void_of.number) if update.void_of else "",
        "confirms": str(update.confirms.number) if update.confirms else "",
        "copied_from": copied.proposal.slug if copied else "",
        "copied_from_number": str(copied.number) if copied else "",
        "event": keys.get(update.event_id, f"#{update.event_id}") if update.event_id else "",
        **_cells(update, ("recorded_at",)),
    }


def evidence_cells(evidence: Evidence) -> Row:
    return {
        "proposal": evidence.update.proposal.slug,
        "number": str(evidence.update.number),
        **_cells(
            evidence,
            (
                "evidence_class",
                "title",
                "publisher",
                "url",
                "published_on",
                "published_on_precision",
                "quote",
            ),
        ),
        "source": evidence.source.slug if evidence.source else "",
    }


def assessment_cells(assessment: Assessment) -> Row:
    return {
        "proposal": assessment.update.proposal.slug,
        "number": str(assessment.update.number),
        "position": str(assessment.criterion.position),
        "state": assessment.state,
    }


def check_cells(check: Check) -> Row:
    return {
        "proposal": check.proposal.slug,
        **_cells(
            check,
            ("checked_on", "next_check_on", "note_hant", "note_hans", "note_en", "recorded_at"),
        ),
    }


def uptake_cells(uptake: Uptake) -> Row:
    merged_from = uptake.merged_from
    return {
        "slug": uptake.slug,
        "document": uptake.document.slug,
        **_cells(uptake, ("position", "paragraph", "page")),
        "proposal": uptake.proposal.slug,
        "merged_from": merged_from.slug if merged_from else "",
        "number": str(uptake.update.number) if uptake.update else "",
        **_cells(uptake, ("relation", "quote", "recorded_at", "voided_at")),
        **_cells(uptake, ("void_reason_hant", "void_reason_hans", "void_reason_en")),
    }


def copy_cells(copy: KeptCopy) -> Row:
    evidence = copy.evidence
    cells = _cells(copy, ("origin", "sha256", "size", "content_type", "kept_on"))
    found = "" if copy.quote_found is None else str(copy.quote_found).lower()
    return {
        "slug": copy.slug,
        "proposal": evidence.update.proposal.slug if evidence else "",
        "number": str(evidence.update.number) if evidence else "",
        "source": copy.source.slug if copy.source else "",
        "url": copy.address,
        **cells,
        "quote_found": found,
        "page_state": copy.state,
        "page_state_on": str(copy.state_on or ""),
        **_cells(copy, ("archived_url", "archived_on")),
    }


def change_cells(change: Change) -> Row:
    """As the hash of the change was made from it."""
    return {
        **_cells(change, ("seq", "kind", "noun", "key", "digest", "hash")),
        "at": change.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "target": change.target.slug if change.target else "",
        "gone": "true" if change.gone else "false",
    }

"""Tables in and out: the same columns in the admin's import and export and in the package.

A row is found again by its slug or code (or by both ends, where it links two things), so the
same file can be imported twice. Saving goes through `proposals.review`, like every other door.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, ForeignKeyWidget, IntegerWidget, ManyToManyWidget

from proposals import review
from proposals.models import (
    Addressee,
    Attribution,
    Author,
    Body,
    Idea,
    Place,
    Proposal,
    Publication,
    Sector,
    Source,
)


class UnknownKey(ValidationError, ValueError):
    """A slug or code that no row has. import-export gathers ValueErrors by column."""

    def __init__(self, column: str, key: str) -> None:
        self.text = _("There is no “%(key)s”.") % {"key": key}
        super().__init__({column: self.text})

    def __str__(self) -> str:
        return self.text


class DayWidget(DateWidget):
    """A day as YYYY-MM-DD, and nothing else: 3/4/2026 is another day elsewhere."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as fault:
            raise ValueError(
                _("“%(value)s” is not a day. Write it as YYYY-MM-DD.") % {"value": value}
            ) from fault


class WholeWidget(IntegerWidget):
    """A whole number; an empty cell is 0, and 1.5 is not rounded."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        if self.is_empty(value):
            return 0
        # Spreadsheets write whole numbers with a point too.
        if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", str(value).strip()):
            raise ValueError(forms.IntegerField.default_error_messages["invalid"])
        return int(float(value))


class KeyWidget(ForeignKeyWidget):
    """A foreign key written as the slug or code of the row it points to."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as fault:
            raise UnknownKey(self.model._meta.model_name, value) from fault

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value, obj, **kwargs) or ""


class KeysWidget(ManyToManyWidget):
    """Several rows written as their slugs with a space between."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        found = super().clean(value, row, **kwargs)
        for key in set((value or "").split()) - {getattr(x, self.field) for x in found}:
            raise UnknownKey(f"{self.model._meta.model_name}s", key)
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(sorted(getattr(x, self.field) for x in value.all())) if value else ""


def key(name: str, model: type[models.Model], column: str = "slug") -> Field:
    return Field(attribute=name, column_name=name, widget=KeyWidget(model, field=column))


def day(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=DayWidget())


def whole(name: str) -> Field:
    return Field(attribute=name, column_name=name, widget=WholeWidget())


class TableResource(ModelResource):
    """One table. Rows that would not change are skipped; every faulty column is named."""

    # The column of Proposal by which it shows a row of this table.
    shown_by = ""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.changed: set[int] = set()

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as fault:
            errors = fault.update_error_dict(errors)
        for field in self.get_import_fields():
            if isinstance(field.widget, KeysWidget) and field.column_name in row:
                try:
                    field.clean(row)
                except UnknownKey as fault:
                    errors = fault.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if not import_validation_errors and hasattr(instance, "fill_hans"):
            instance.fill_hans(original if original.pk else None)
        return super().skip_row(instance, original, row, import_validation_errors)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        super().do_instance_save(instance, is_create)
        self.changed.add(instance.pk)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        # Not the parent's: it resets the sequences of ids, which our rows never bring along.
        if self.changed and not kwargs.get("settle_later"):
            with transaction.atomic():
                review.settle(self.showing())

    def showing(self) -> models.QuerySet[Proposal]:
        """The proposals whose public content an imported row is part of."""
        return Proposal.objects.filter(**{f"{self.shown_by}__in": self.changed}).distinct()


class TermResource(TableResource):
    position = whole("position")

    class Meta(TableResource.Meta):
        import_id_fields = ("code",)
        fields = ("code", "name_hant", "name_hans", "name_en", "position")


class SectorResource(TermResource):
    shown_by = "sector"

    class Meta(TermResource.Meta):
        model = Sector


class BodyResource(TermResource):
    shown_by = "bodies"

    class Meta(TermResource.Meta):
        model = Body


class PlaceResource(TermResource):
    shown_by = "place"

    class Meta(TermResource.Meta):
        model = Place


class PublicationResource(TableResource):
    shown_by = "source__publication"

    class Meta(TableResource.Meta):
        model = Publication
        import_id_fields = ("slug",)
        fields = ("slug", "name_hant", "name_hans", "name_en", "url")


class AuthorResource(TableResource):
    shown_by = "authors"

    class Meta(TableResource.Meta):
        model = Author
        import_id_fields = ("slug",)
        fields = ("slug", "kind", "name_hant", "name_hans", "name_en", "note_hant", "note_en")


class SourceResource(TableResource):
    shown_by = "source"
    publication = key("publication", Publication)
    published_on = day("published_on")

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
            "published_on",
            "published_on_precision",
            "url",
            "note_hant",
            "note_hans",
            "note_en",
        )


class IdeaResource(TableResource):
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


class ProposalResource(TableResource):
    """Text and facts of proposals. Publication and status are shown, and never set by a row:
    a row that disagrees with them is refused, because they move by their own acts."""

    shown_by = "pk"
    sector = key("sector", Sector, "code")
    place = key("place", Place, "code")
    source = key("source", Source)
    proposed_on = day("proposed_on")
    ideas = Field(
        attribute="ideas",
        column_name="ideas",
        widget=KeysWidget(Idea, separator=" ", field="slug"),
    )
    publication_state = Field("publication_state", "publication_state", readonly=True)
    withdrawn_reason_hant = Field("withdrawn_reason_hant", "withdrawn_reason_hant", readonly=True)
    withdrawn_reason_en = Field("withdrawn_reason_en", "withdrawn_reason_en", readonly=True)
    status = Field("status", "status", readonly=True)
    status_since = Field("status_since", "status_since", readonly=True, widget=DayWidget())
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
            "sector",
            "instrument",
            "specificity",
            "place",
            "source",
            "locator",
            "proposed_on",
            "proposed_on_precision",
            "ideas",
            "publication_state",
            "withdrawn_reason_hant",
            "withdrawn_reason_en",
            "status",
            "status_since",
            "status_since_precision",
        )
        export_order = fields

    def get_queryset(self) -> models.QuerySet[Proposal]:
        return super().get_queryset().select_related("sector", "place", "source")

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        if not kwargs.get("state_later"):
            self.refuse_state(row)

    def refuse_state(self, row: Any) -> None:
        stored = Proposal.objects.filter(slug=row.get("slug") or "").first() or Proposal()
        faults = {}
        for column in ("publication_state", "status"):
            given = row.get(column) or ""
            if given and given != getattr(stored, column):
                faults[column] = _(
                    "It is “%(stored)s”. A row cannot change it: publish, withdraw or record "
                    "progress on the proposal’s own page."
                ) % {"stored": getattr(stored, column)}
        if faults:
            raise ValidationError(faults)

    def do_instance_save(self, instance: Proposal, is_create: bool) -> None:
        review.write(instance)
        self.changed.add(instance.pk)


class LinkResource(TableResource):
    """A row that hangs on a proposal, known by both ends."""

    proposal = key("proposal", Proposal)

    def showing(self) -> models.QuerySet[Proposal]:
        rows = self._meta.model.objects.filter(pk__in=self.changed)
        return Proposal.objects.filter(pk__in=rows.values("proposal"))


class AttributionResource(LinkResource):
    author = key("author", Author)
    position = whole("position")

    class Meta(TableResource.Meta):
        model = Attribution
        import_id_fields = ("proposal", "author")
        fields = (
            "proposal",
            "author",
            "capacity_hant",
            "capacity_hans",
            "capacity_en",
            "position",
        )


class AddresseeResource(LinkResource):
    body = key("body", Body, "code")

    class Meta(TableResource.Meta):
        model = Addressee
        import_id_fields = ("proposal", "body")
        fields = ("proposal", "body", "basis")


# Each table by its name in the package, in the order in which one needs the other.
RESOURCES: dict[str, type[TableResource]] = {
    "sectors": SectorResource,
    "bodies": BodyResource,
    "places": PlaceResource,
    "publications": PublicationResource,
    "authors": AuthorResource,
    "sources": SourceResource,
    "ideas": IdeaResource,
    "proposals": ProposalResource,
    "attributions": AttributionResource,
    "addressees": AddresseeResource,
}

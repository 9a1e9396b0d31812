"""The forms of one page on which an article is entered with all that it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.admin.shared import DATE_HELP, DeskForm, SharedForm
from proposals.choices import AuthorKind, Instrument, Specificity
from proposals.dates import WrittenDateField, machine_day, written_precision
from proposals.editing import naming
from proposals.editing.entering import WrittenAsk
from proposals.models import Author, Body, Proposal, Publication, Sector, Source

NAMES_HELP = _("Several names: put 、 or ; between them.")
AS_ABOVE = _("As above")
# More of one article could not be read over by the editor who publishes them.
MOST_ASKS = 60
EMPTY_ASKS, FEWEST_EMPTY = 5, 2


class Names:
    """Rows by the names that were typed. What has none is made, once for the whole page."""

    def __init__(self) -> None:
        self._made: dict[tuple[type, str], Any] = {}

    def publication(self, name: str) -> Publication | None:
        if not name:
            return None
        return self._found(Publication, name) or self._new(Publication, name)

    def authors(self, text: str, capacity: str) -> list[tuple[Author, str]]:
        found = []
        for name in naming.names_in(text):
            row = self._found(Author, name) or self._new(Author, name, kind=AuthorKind.PERSON)
            found.append((row, capacity))
        return found

    def bodies(self, text: str) -> list[Body]:
        found = []
        for name in naming.names_in(text):
            row = self._found(Body, name)
            if row is None:
                raise forms.ValidationError(
                    _("There is no body “%(name)s”. Choose from the list, or leave it empty."),
                    params={"name": name},
                )
            found.append(row)
        return list(dict.fromkeys(found))

    def _found(self, model: Any, name: str) -> Any:
        if (model, name) in self._made:
            return self._made[model, name]
        rows = naming.named(model, name)
        if len(rows) > 1:
            raise forms.ValidationError(
                _("Several have the name “%(name)s”. Write the slug of one: %(slugs)s."),
                params={"name": name, "slugs": ", ".join(row.key for row in rows)},
            )
        return rows[0] if rows else None

    def _new(self, model: Any, name: str, **columns: Any) -> Any:
        # No two rows of one page may be offered one slug.
        taken = {row.slug for (made, _name), row in self._made.items() if made is model}
        slug = naming.offered_slug(model, name)
        if not slug:
            raise forms.ValidationError(_("“%(name)s” is no name."), params={"name": name})
        length = model._meta.get_field("slug").max_length
        row = model(slug=naming.free(slug, taken, length), name_hant=name, **columns)
        self._made[model, name] = row
        return row


def listed(field: str, words: str, **attrs: Any) -> forms.TextInput:
    """A line for names, with those that are known offered by the browser."""
    return forms.TextInput(attrs={"class": "vTextField", "list": words, "autocomplete": "off"})


class ArticleForm(SharedForm):
    """What the asks of an article have in common."""

    SLUG_FROM = ("headline",)

    publication_name = forms.CharField(
        label=_("Publication"),
        required=False,
        max_length=100,
        widget=listed("publication_name", "known-publications"),
    )
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=listed("authors", "known-authors"),
        help_text=NAMES_HELP,
    )
    capacity_hant = forms.CharField(
        label=_("Capacity as stated"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    published_on = WrittenDateField(
        label=_("Date"),
        required=False,
        help_text=DATE_HELP,
    )
    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    archived_url = forms.URLField(
        label=_("Archived copy"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )
    sector = forms.ModelChoiceField(
        Sector.objects.public().order_by("position", "pk"), label=_("Sector"), required=False
    )
    bodies = forms.CharField(
        label=_("Bodies asked"),
        required=False,
        widget=listed("bodies", "known-bodies"),
        help_text=NAMES_HELP,
    )
    instrument = forms.ChoiceField(
        label=_("Instrument"), required=False, choices=[("", "---------"), *Instrument.choices]
    )
    specificity = forms.ChoiceField(
        label=_("Specificity"),
        required=False,
        choices=Specificity.choices,
        initial=Specificity.FIRM,
    )

    class Meta:
        model = Source
        fields = ["headline", "kind", "language", "published_on", "url", "archived_url"]
        widgets = {"headline": forms.TextInput(attrs={"class": "vTextField"})}

    # What the asks share and the source does not hold.
    SHARED = ("authors", "capacity_hant", "sector", "bodies", "instrument", "specificity")
    OF_ARTICLE = (
        "publication_name",
        "headline",
        "published_on",
        "url",
        "archived_url",
        "kind",
        "language",
    )

    def __init__(self, *args: Any, names: Names, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.may_change = names, may_change
        source = self.instance
        if source.pk:
            self.initial["publication_name"] = str(source.publication or "")
            self.initial.update(shared_by(source))
            if source.published_on:
                self.initial["published_on"] = machine_day(
                    source.published_on, source.published_on_precision
                )
        if source.published_not_before or source.published_not_after or source.published_basis_hant:
            # What is known of its date has more fields than one: they are on its own page.
            del self.fields["published_on"]
        for name in self.OF_ARTICLE:
            if name in self.fields and not may_change:
                self.fields[name].disabled = True

    def of_article(self) -> Iterable[forms.BoundField]:
        return (self[name] for name in self.OF_ARTICLE if name in self.fields)

    def shared(self) -> Iterable[forms.BoundField]:
        return (self[name] for name in self.SHARED)

    def clean_publication_name(self) -> Publication | None:
        return self.names.publication(self.cleaned_data["publication_name"].strip())

    def clean_bodies(self) -> list[Body]:
        return self.names.bodies(self.cleaned_data["bodies"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        source = self.instance
        if "published_on" in self.fields:
            day = cleaned.get("published_on")
            source.published_on_precision = written_precision(day) if day else ""
        if "publication_name" in cleaned:
            source.publication = cleaned["publication_name"]
        if not source.pk and "headline" in cleaned:
            source.slug = naming.offered_slug(Source, cleaned["headline"])
            if not source.slug:
                self.add_error("headline", _("Write the headline in words."))
        try:
            cleaned["signed"] = self.names.authors(
                cleaned.get("authors", ""), cleaned.get("capacity_hant", "").strip()
            )
        except forms.ValidationError as fault:
            self.add_error("authors", fault)
        return cleaned


def shared_by(source: Source) -> dict[str, Any]:
    """What the newest ask of an article says that its others are likely to say too."""
    newest = source.proposals.order_by("-pk").first()
    if newest is None:
        return {}
    signed = list(newest.attributions.select_related("author").order_by("position", "pk"))
    return {
        "authors": "、".join(str(row.author) for row in signed),
        "capacity_hant": signed[0].capacity_hant if signed else "",
        "sector": newest.sector and newest.sector.pk,
        "bodies": "、".join(str(body) for body in newest.bodies.order_by("position", "pk")),
        "instrument": newest.instrument,
        "specificity": newest.specificity or Specificity.FIRM,
    }


class AskForm(DeskForm):
    """One ask; what is left empty is that of the article."""

    proposal = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_hant = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    sector = forms.ModelChoiceField(
        Sector.objects.public().order_by("position", "pk"),
        label=_("Sector"),
        required=False,
        empty_label=AS_ABOVE,
    )
    instrument = forms.ChoiceField(
        label=_("Instrument"), required=False, choices=[("", AS_ABOVE), *Instrument.choices]
    )
    specificity = forms.ChoiceField(
        label=_("Specificity"), required=False, choices=[("", AS_ABOVE), *Specificity.choices]
    )
    proposed_on = WrittenDateField(
        label=_("Proposed on"),
        required=False,
    )
    authors = forms.CharField(
        label=_("Authors"), required=False, widget=listed("authors", "known-authors")
    )
    capacity_hant = forms.CharField(label=_("Capacity as stated"), required=False, max_length=200)
    bodies = forms.CharField(
        label=_("Bodies asked"), required=False, widget=listed("bodies", "known-bodies")
    )

    class Meta:
        model = Proposal
        fields = [
            "title_hant",
            "summary_hant",
            "locator",
            "instrument",
            "title_en",
            "summary_en",
            "sector",
            "specificity",
            "proposed_on",
            "slug",
        ]
        widgets = {
            "title_en": forms.TextInput(attrs={"class": "vTextField"}),
            "summary_hant": forms.Textarea(attrs={"rows": 2}),
            "summary_en": forms.Textarea(attrs={"rows": 2}),
            "locator": forms.TextInput(attrs={"class": "vTextField"}),
        }

    FIRST = ("title_hant", "summary_hant", "locator", "instrument")
    ENGLISH = ("title_en", "summary_en")
    APART = ("sector", "specificity", "authors", "capacity_hant", "bodies", "proposed_on", "slug")

    def __init__(self, *args: Any, names: Names, article: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.article = names, article
        asked = self.instance
        if asked.proposed_not_before or asked.proposed_not_after:
            del self.fields["proposed_on"]
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Left empty, it is made from the title.")

    def first(self) -> Iterable[forms.BoundField]:
        return (self[name] for name in self.FIRST)

    def english(self) -> Iterable[forms.BoundField]:
        return (self[name] for name in self.ENGLISH)

    def apart(self) -> Iterable[forms.BoundField]:
        return (self[name] for name in self.APART if name in self.fields)

    @property
    def differs(self) -> bool:
        """Whether something of it is not as the article has it, or is at fault."""
        return any(bound.value() or bound.errors for bound in self.apart())

    def clean_bodies(self) -> list[Body]:
        return self.names.bodies(self.cleaned_data["bodies"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_written():
            return cleaned
        if cleaned.get("proposal") and not self.instance.pk:
            raise forms.ValidationError(
                _("This draft has been published or deleted since you opened it. Look at it first.")
            )
        if not cleaned.get("title_hant") and "title_hant" not in self.errors:
            self.add_error("title_hant", _("An ask needs a title, if nothing else."))
        capacity = cleaned.get("capacity_hant") or self.article.get("capacity_hant", "")
        try:
            own = self.names.authors(cleaned.get("authors", ""), capacity.strip())
        except forms.ValidationError as fault:
            self.add_error("authors", fault)
            own = []
        shared = [(author, capacity) for author, _said in self.article.get("signed", [])]
        cleaned["signed"] = own or shared
        for name in ("sector", "instrument", "specificity"):
            cleaned[name] = (
                cleaned.get(name) or self.article.get(name) or (None if name == "sector" else "")
            )
        if "proposed_on" in self.fields:
            day = cleaned.get("proposed_on")
            self.instance.proposed_on_precision = written_precision(day) if day else ""
        given = cleaned.get("slug")
        if given and naming.slugs_like(Proposal, given, but=self.instance.pk):
            self.add_error("slug", _("Another has this slug, but for capital letters."))
        return cleaned

    def is_written(self) -> bool:
        """Whether anything was typed into it; a stored draft counts as written."""
        typed = [name for name in self.fields if name not in ("proposal", "version")]
        return bool(self.instance.pk) or any(
            str(self.data.get(self.add_prefix(name)) or "").strip() for name in typed
        )

    def ask(self, position: int, taken: set[str]) -> WrittenAsk:
        """What was typed, to be written. `taken` are the slugs of the rows before."""
        proposal: Proposal = self.instance
        proposal.position = position
        if not proposal.ever_published:
            proposal.slug = self.cleaned_data.get("slug") or naming.offered_slug(
                Proposal, proposal.title_en, proposal.title_hant, but=proposal.pk
            )
            proposal.slug = naming.free(proposal.slug, taken, 100)
            taken.add(proposal.slug)
        return WrittenAsk(
            proposal,
            self.cleaned_data.get("version") if proposal.pk else None,
            self.cleaned_data["signed"],
            self.cleaned_data.get("bodies") or self.article.get("bodies", []),
        )


def as_row(proposal: Proposal, shared: dict[str, Any]) -> dict[str, Any]:
    """A stored draft as a row of the page: what it has in common with the others left empty."""
    signed = list(proposal.attributions.all())
    said: dict[str, Any] = {
        "proposal": proposal.pk,
        "version": proposal.version,
        "authors": "、".join(str(row.author) for row in signed),
        "capacity_hant": signed[0].capacity_hant if signed else "",
        "sector": proposal.sector and proposal.sector.pk,
        "bodies": "、".join(str(row.body) for row in proposal.addressees.all()),
        "instrument": proposal.instrument,
        "specificity": proposal.specificity,
    }
    apart = {name: value for name, value in said.items() if value != shared.get(name)}
    own = {
        "title_hant": proposal.title_hant,
        "title_en": proposal.title_en,
        "summary_hant": proposal.summary_hant,
        "summary_en": proposal.summary_en,
        "locator": proposal.locator,
        "slug": "" if _is_derived(proposal) else proposal.slug,
    }
    source = proposal.source.published
    if proposal.proposed.on and proposal.proposed != source:
        own["proposed_on"] = machine_day(proposal.proposed.on, proposal.proposed.precision)
    return own | dict.fromkeys(("sector", "instrument", "specificity"), "") | apart


def _is_derived(proposal: Proposal) -> bool:
    names = (proposal.title_en, proposal.title_hant)
    made = {naming.slug_of(*names, length=100), naming.slug_of(proposal.title_hant, length=100)}
    return proposal.slug.rstrip("0123456789").rstrip("-") in made or proposal.slug in made

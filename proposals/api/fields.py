"""Fields of rows: codes, dates and addresses as every address of the API writes them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers

from proposals.choices import DateBasis, Precision
from proposals.models.copies import slug_of

LANGUAGES = {
    "hant": "in Traditional Chinese, as written in Hong Kong",
    "hans": "in Simplified Chinese",
    "en": "in English",
}


def texts(what: str, *, of: str = "", **more: Any) -> list[serializers.CharField]:
    """A text in the three languages, "" where it has none.

    `of` names what it belongs to where that is not the row; null where there is no such thing.
    """
    if of:
        more["allow_null"] = True
    return [
        serializers.CharField(
            help_text=f"{what} {language}.",
            source=f"{of}_{suffix}" if of else None,
            **more,
        )
        for suffix, language in LANGUAGES.items()
    ]


def lists(what: str) -> list[serializers.ListField]:
    """Several texts in each of the three languages."""
    return [
        serializers.ListField(child=serializers.CharField(), help_text=f"{what} {language}.")
        for language in LANGUAGES.values()
    ]


class WholeField(serializers.CharField):
    """Code of what a row is a part of; null where it is a part of nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="parent.code", allow_null=True, default=None, **kwargs)


class CodeField(serializers.ChoiceField):
    """One code of a fixed list; null where there is none."""

    def to_representation(self, value: Any) -> Any:
        return str(value) if value else None


def precision(source: str | None = None) -> CodeField:
    return CodeField(
        Precision.choices,
        source=source,
        allow_null=True,
        help_text="How much of the date is known: the rest of it is the first of the month or "
        "year. Null where there is no date.",
    )


def dating(of: str) -> list[serializers.Field[Any, Any, Any, Any]]:
    """The first and last day that a date may be, and how that is known."""
    return [
        serializers.DateField(
            source=f"{of}.earliest",
            allow_null=True,
            help_text="The first day that it may have been; null where nobody knows.",
        ),
        serializers.DateField(
            source=f"{of}.latest",
            allow_null=True,
            help_text="The last day that it may have been; the same day where that is known.",
        ),
        CodeField(
            DateBasis.choices,
            source=f"{of}.basis",
            help_text="Whether the date is printed, or inferred by the editors.",
        ),
    ]


class LinkField(serializers.URLField):
    """An address outside this site; null where none is known."""

    def to_representation(self, value: Any) -> Any:
        return value or None


class CopyKey(serializers.CharField):
    """The name of the copy that is kept of what a row is about."""

    def __init__(self, **kwargs: Any) -> None:
        said = "Name of the copy that is kept of it, where there is one: see copies/."
        super().__init__(source="*", help_text=said, **kwargs)

    def to_representation(self, row: Any) -> str:
        return slug_of(row)


class ApiAddress(serializers.URLField):
    """Where a row itself is read."""

    def __init__(self, view: str, *, key: str = "slug", **kwargs: Any) -> None:
        self.view, self.key = view, key
        super().__init__(source="*", help_text="Absolute address of this row in the API.", **kwargs)

    def to_representation(self, row: Any) -> str:
        return settings.SITE_URL + reverse(self.view, args=[getattr(row, self.key)])


class PageAddress(serializers.URLField):
    """The page about a row, in Traditional Chinese; it leads to the other languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            source="*",
            help_text="Absolute address of the public page, in Traditional Chinese; the same "
            "path stands under /zh-hans/ and /en/.",
            **kwargs,
        )

    def to_representation(self, row: Any) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            return settings.SITE_URL + row.get_absolute_url()

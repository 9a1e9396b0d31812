from typing import Any

from django.core.validators import RegexValidator
from django.db.models import TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proposals.languages import HANT, SUFFIXES, to_hans
from proposals.models.readable import ReadableModel

CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", _("A code is lower-case letters, digits and underscores.")
)


def in_language(name: str) -> Coalesce:
    """As `localized` gives it, for what is read as values."""
    suffix = SUFFIXES.get(get_language() or HANT, "_hant")
    return Coalesce(NullIf(f"{name}{suffix}", Value("")), f"{name}_hant", output_field=TextField())


class LocalizedModel(ReadableModel):
    """Something whose text is kept in one column a language.

    `LOCALIZED` names the texts without suffix: "title" stands for the columns `title_hant`
    (written), `title_hans` (derived, or edited by hand) and `title_en` (written).
    """

    LOCALIZED: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def localized(self, name: str, language: str | None = None) -> str:
        """The text in the reader's language, or the source text where that one is empty."""
        suffix = SUFFIXES.get(language or get_language() or HANT, "_hant")
        return getattr(self, name + suffix) or getattr(self, f"{name}_hant")

    def derived(self, text: Any) -> Any:
        """A Traditional text of this row, or several of them, in Simplified Chinese."""
        if isinstance(text, list):
            return [self.derived(each) for each in text]
        return to_hans(text)

    def fill_hans(self, before: "LocalizedModel | None" = None) -> None:
        """Derive each empty Simplified text, and follow the source text where it moved.

        A Simplified text that an editor wrote is kept: `before` is the row as stored, and only
        a text that equals what was derived from it is derived anew.
        """
        for name in self.LOCALIZED:
            hans, hant = getattr(self, f"{name}_hans"), getattr(self, f"{name}_hant")
            if before and hans and hant == getattr(before, f"{name}_hant"):
                continue
            derived_before = before and self.derived(getattr(before, f"{name}_hant"))
            is_kept = before and hans == getattr(before, f"{name}_hans")
            # Once more, for what was derived before quotes were a part of it.
            if not hans or (is_kept and self.derived(hans) == derived_before):
                setattr(self, f"{name}_hans", self.derived(hant))

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from proposals import search
from proposals.choices import Noun
from proposals.models.audited import audited
from proposals.models.localized import CODE
from proposals.models.shared import SharedModel, SharedQuerySet
from proposals.models.taxonomy import Body, Place, Sector

# How the words of a group are parted; no word holds it, because it asks for any of two.
PARTED_BY = " / "
# A search asks for all of them at once.
MOST_WORDS = 16


def parted(words: str) -> list[str]:
    return [word for part in words.split("/") if (word := part.strip())]


class SynonymQuerySet(SharedQuerySet["Synonym"]):
    def read(self, text: str) -> search.Words:
        """What a reader asks for by words, each with those that mean the same; what sectors, places
        and bodies are called in English is one word. One query."""
        named = [
            model.objects.public().values_list(Value(""), "name_en")
            for model in (Sector, Place, Body)
        ]
        rows = self.values_list("code", "words").union(*named, all=True)
        # A name that is in a group too is read as a word of the group, which comes later.
        groups = [parted(words) if code else [words] for code, words in sorted(rows)]
        return search.parse(text, search.Synonyms(groups))

    def without(self, row: "Synonym") -> Self:
        return self.exclude(pk=row.pk)


@audited()
class Synonym(SharedModel):
    """A group of words that mean one thing to readers: who looks for one is shown all."""

    NOUN = Noun.SYNONYM
    KEY = "code"

    code = models.SlugField(_("code"), max_length=50, unique=True, validators=[CODE])
    words = models.TextField(
        _("words"),
        max_length=500,
        help_text=_("In any language, parted by “/”: 安老 / 養老 / elderly care."),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.words

    @property
    def listed(self) -> list[str]:
        """The words one by one, as they are written."""
        return parted(self.words)

    def clean_fields(self, exclude: Any = None) -> None:
        self.words = PARTED_BY.join(self.listed)
        super().clean_fields(exclude)

    def clean(self) -> None:
        own = {search.word_key(word): word for word in self.listed}
        if faulty := own.get(""):
            raise ValidationError({"words": _("“%(word)s” is no word.") % {"word": faulty}})
        if not 2 <= len(own) <= MOST_WORDS:
            message = _("Write 2 to %(most)s words that differ, parted by “/”.")
            raise ValidationError({"words": message % {"most": MOST_WORDS}})
        for other in Synonym.objects.without(self):
            for word in other.listed:
                if (key := search.word_key(word)) in own:
                    raise ValidationError(
                        {
                            "words": _("“%(word)s” is in the group “%(code)s” already.")
                            % {"word": own[key], "code": other.code}
                        }
                    )

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.proposals import Proposal


class ProposalWords(models.Model):
    """The words and characters that a proposal is found by.

    Apart from its row: that one moves with its status, and each time PostgreSQL would enter all
    of them anew in the index. `proposals.editing.index` is the only writer.
    """

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, primary_key=True, related_name="words"
    )
    lexemes = SearchVectorField()

    class Meta:
        verbose_name = _("words of a proposal")
        verbose_name_plural = _("words of proposals")
        default_permissions = ()
        indexes = [GinIndex(fields=["lexemes"], name="proposal_words", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.proposal)

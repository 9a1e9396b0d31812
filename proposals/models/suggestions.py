from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.choices import SuggestionKind, SuggestionState
from proposals.languages import EN, HANS, HANT
from proposals.models.history import StatusUpdate
from proposals.models.proposals import Proposal
from proposals.models.readable import ReadableModel, web_address
from proposals.models.subscriptions import LANGUAGES, ORIGIN_KEPT, UNCONFIRMED_KEPT, new_key

LONGEST = 4_000
# Who sent it is of use until they have been answered, and a little longer.
SENDER_KEPT = dt.timedelta(days=30)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def heard(self) -> Self:
        """Those that an editor is to see: of a sender who gave an address once it says yes."""
        return self.filter(Q(email="") | Q(confirmed_at__isnull=False))

    def waiting(self) -> Self:
        return self.heard().filter(state=SuggestionState.WAITING)

    def about(self, proposal: Proposal) -> Self:
        """Of the proposal, and of those merged into it since."""
        return self.filter(Q(proposal=proposal) | Q(proposal__merged_into=proposal))

    def never_confirmed(self, now: dt.datetime) -> Self:
        return self.exclude(email="").filter(
            confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT
        )

    def with_old_sender(self, now: dt.datetime) -> Self:
        return self.filter(decided_at__lt=now - SENDER_KEPT).exclude(name="", email="")

    def with_old_origin(self, now: dt.datetime) -> Self:
        return self.filter(created_at__lt=now - ORIGIN_KEPT).exclude(asked_from="")


class Suggestion(ReadableModel):
    """What a reader tells the editors: that something has moved, is wrong, or was printed.

    No reader sees it, whatever becomes of it. `key` stands in the mail by which an address says
    yes. Once decided it stays, without its sender.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SuggestionKind)
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        related_name="suggestions",
        verbose_name=_("proposal"),
    )
    said = models.TextField(_("what the reader says"), validators=[MaxLengthValidator(LONGEST)])
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[web_address])
    name = models.CharField(pgettext_lazy("sender", "name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGES)
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)
    asked_from = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("received at"), db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    state = models.CharField(
        pgettext_lazy("suggestion", "state"),
        max_length=8,
        choices=SuggestionState,
        default=SuggestionState.WAITING,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    answer = models.TextField(_("answer to the sender"), blank=True, editable=False)
    update = models.ForeignKey(
        StatusUpdate,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("record that came of it"),
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hint")
        verbose_name_plural = _("hints of readers")
        default_permissions = ("view",)
        permissions = [("decide_suggestion", "Can take up and decline hints of readers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=SuggestionKind.values,
                    state__in=SuggestionState.values,
                    language__in=[HANT, HANS, EN],
                ),
                name="suggestion_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=SuggestionKind.ARTICLE, proposal=None)
                | Q(~Q(kind=SuggestionKind.ARTICLE), proposal__isnull=False),
                name="suggestion_of_proposal_unless_article",
            ),
            models.CheckConstraint(condition=~Q(said=""), name="suggestion_says_something"),
            models.CheckConstraint(
                condition=Q(
                    state=SuggestionState.WAITING, decided_at=None, decided_by=None, answer=""
                )
                | Q(
                    ~Q(state=SuggestionState.WAITING),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="suggestion_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.DECLINED) | ~Q(answer=""),
                name="suggestion_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(update=None) | Q(state=SuggestionState.ACCEPTED),
                name="suggestion_recorded_if_accepted",
            ),
        ]
        indexes = [
            # What the first page of the desk lists, oldest first.
            models.Index(
                F("created_at"),
                F("id"),
                condition=Q(state=SuggestionState.WAITING),
                name="suggestion_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == SuggestionState.WAITING

    @property
    def about(self) -> Proposal | None:
        """The proposal that it is of now; costs a query each unless they are selected."""
        if self.proposal is None:
            return None
        return self.proposal.merged_into or self.proposal

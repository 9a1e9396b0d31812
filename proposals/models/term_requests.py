from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proposals.choices import TermRequestKind, TermRequestState
from proposals.models.glossary import Term
from proposals.models.readable import ReadableModel
from proposals.models.shared import SharedModel
from proposals.models.taxonomy import Body, Place, Sector

LISTS: dict[str, type[SharedModel]] = {
    TermRequestKind.SECTOR: Sector,
    TermRequestKind.BODY: Body,
    TermRequestKind.PLACE: Place,
    TermRequestKind.TERM: Term,
}


class TermRequestQuerySet(models.QuerySet["TermRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=TermRequestState.WAITING)

    def answered(self, user: User, since: dt.datetime) -> Self:
        """What this editor asked for and somebody else has decided since."""
        decided = self.filter(asked_by=user, decided_at__gte=since)
        return decided.exclude(decided_by=user)


class TermRequest(ReadableModel):
    """What an editor asks to have on a list that chief editors keep: a sector, a body, a place,
    or a term of the glossary. Until it is added there is no such row: nobody can choose it.
    """

    kind = models.CharField(_("list"), max_length=10, choices=TermRequestKind)
    name_hant = models.CharField(_("name (Traditional Chinese)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    reason = models.TextField(
        _("what it is needed for, and where it is called so"),
        validators=[MaxLengthValidator(2_000)],
    )
    asked_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), db_default=Now(), editable=False)
    state = models.CharField(
        pgettext_lazy("term request", "state"),
        max_length=8,
        choices=TermRequestState,
        default=TermRequestState.WAITING,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    # Why it was declined, or the code under which it was added.
    answer = models.TextField(_("answer"), blank=True, editable=False)

    objects = TermRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a term")
        verbose_name_plural = _("requests for terms")
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TermRequestKind.values, state__in=TermRequestState.values),
                name="term_request_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=TermRequestState.WAITING, decided_at=None, decided_by=None, answer=""
                )
                | Q(
                    ~Q(state=TermRequestState.WAITING) & ~Q(answer=""),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="term_request_decided_with_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.name_hant}"

    def clean(self) -> None:
        if self.kind not in LISTS or not self.name_hant:
            return
        names = Q(name_hant__iexact=self.name_hant) | Q(aliases_hant__contains=[self.name_hant])
        if self.name_en:
            names |= Q(name_en__iexact=self.name_en) | Q(aliases_en__contains=[self.name_en])
        there = LISTS[self.kind]._default_manager.filter(names).order_by("pk").first()
        if there is not None:
            said = _("It is there already: %(name)s (%(code)s).")
            raise ValidationError({"name_hant": said % {"name": there, "code": there.key}})

    @property
    def is_waiting(self) -> bool:
        return self.state == TermRequestState.WAITING

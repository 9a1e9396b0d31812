"""Texts that an editor's program sends in, to be reviewed on the desk."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from proposals.api.fields import CodeField
from proposals.api.openapi import described_write
from proposals.api.payloads import Date, Said, Statement, Text
from proposals.api.tokens import WriterRequest
from proposals.api.writing import WriteView
from proposals.candidates import taking
from proposals.choices import IntakeOrigin, IntakeState, TokenScope
from proposals.models import IntakePage, Publication
from proposals.rights import TAKE_IN
from proposals.tasks import ask_for_intake
from proposals.tracking.rules import Refusal


class IntakeStatement(Statement):
    """A text to be searched for proposals, such as a page of a newspaper. What is found waits for
    an editor, and is shown to nobody else; the text never is. The same text sent again is the same
    page."""

    text = Said(help_text="The text as printed, several articles if need be.")
    publication = Text(help_text="Slug of the publication.")
    published_on = Date(help_text="The day, month or year it was published; null if unknown.")
    page = Text(max_length=20, help_text="The page as printed, such as A12.")
    url = Text(max_length=500, help_text="Where the text is read.")


class IntakeRow(serializers.Serializer[IntakePage]):
    """A page taken in."""

    id = serializers.IntegerField(source="pk", help_text="The permanent number of the page.")
    stage = CodeField(IntakeState.choices, source="state", help_text="How far it has been read.")
    candidates = serializers.SerializerMethodField(
        help_text="How many passages wait for an editor."
    )
    review_url = serializers.SerializerMethodField(help_text="Where an editor reviews it.")

    def get_candidates(self, page: IntakePage) -> int:
        return page.candidates.filter(decision="").count()

    def get_review_url(self, page: IntakePage) -> str:
        # In the language of the desk, whatever the API speaks.
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse("admin:proposals_intakepage_review", args=[page.pk])
        return settings.SITE_URL + path


@described_write("intake", IntakeStatement, IntakeRow, "Take in a text")
class Intake(WriteView):
    statement = IntakeStatement
    scope = TokenScope.INTAKE

    def write(self, request: WriterRequest, stated: dict[str, Any], **key: Any) -> dict[str, Any]:
        if not request.user.has_perm(TAKE_IN):
            raise PermissionDenied("The account of this token may not take in texts.")
        page, _is_new = taking.take_text(
            stated["text"],
            by=request.user,
            origin=IntakeOrigin.PROGRAM,
            publication=_publication(stated["publication"]),
            published_on=stated["published_on"],
            printed_page=stated["page"],
            url=stated["url"],
        )
        transaction.on_commit(partial(ask_for_intake))
        return IntakeRow(page).data


def _publication(slug: str) -> Publication | None:
    if not slug:
        return None
    found = Publication.objects.filter(slug=slug).first()
    if found is None:
        raise Refusal(
            "publication_unknown",
            "publication",
            "There is no publication of this slug.",
            "Ask an editor to add it, or leave it empty.",
        )
    return found

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from proposals.admin.shared import SharedAdmin
from proposals.models import Proposal, Synonym
from proposals.models.proposals import ProposalQuerySet
from proposals.tables.resources import SynonymResource


@admin.register(Synonym)
class SynonymAdmin(SharedAdmin):
    key = "code"
    list_display = ["code", "words"]
    search_fields = ["code", "words"]
    ordering = ["code", "pk"]
    fieldsets = [(None, {"fields": ["code", "words"]})]
    resource_classes = [SynonymResource]

    def showing(self, row: models.Model) -> ProposalQuerySet:
        return Proposal.objects.none()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        # Not the parent's, which counts the proposals that show a row.
        return super(SharedAdmin, self).get_queryset(request)

"""The acts upon a proposal: where their pages are, and which of them an editor is offered."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path, reverse

from proposals.admin.acts.care import CarePage
from proposals.admin.acts.ideas import IdeasPage
from proposals.admin.acts.merging import MergePage, SplitPage
from proposals.admin.acts.page import ActPage
from proposals.admin.acts.publishing import PublishPage, WithdrawPage
from proposals.admin.acts.tracking import CheckPage, ConfirmPage, RecordPage, UpdatePage, VoidPage
from proposals.models import Proposal

PAGES: list[type[ActPage]] = [
    RecordPage,
    CheckPage,
    ConfirmPage,
    VoidPage,
    PublishPage,
    WithdrawPage,
    MergePage,
    SplitPage,
    IdeasPage,
    CarePage,
]


class ActPages(admin.ModelAdmin):
    """The addresses of the acts, below the address of the proposal."""

    def get_urls(self) -> list[Any]:
        return [
            path(
                f"<int:pk>/{page.name}/"
                + ("<int:update>/" if issubclass(page, UpdatePage) else ""),
                self.admin_site.admin_view(page.as_view(desk=self)),
                name=f"proposals_proposal_{page.name}",
            )
            for page in PAGES
        ] + super().get_urls()

    def acts(self, request: HttpRequest, proposal: Proposal) -> list[dict[str, Any]]:
        """What this editor may do to this proposal now."""
        return [
            {
                "title": page.title,
                "address": reverse(f"admin:proposals_proposal_{page.name}", args=[proposal.pk]),
            }
            for page in _offered(proposal)
            if request.user.has_perm(page.right)
        ]


def _offered(proposal: Proposal) -> list[type[ActPage]]:
    if proposal.merged_into_id is not None:
        return [SplitPage]
    # A draft's log begins when it is published, a withdrawn one's rests.
    if proposal.is_public:
        return [RecordPage, CheckPage, IdeasPage, WithdrawPage, MergePage, CarePage]
    return [PublishPage, IdeasPage, CarePage]

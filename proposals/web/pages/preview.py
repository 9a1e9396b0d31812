"""The public page of a proposal as its editors see it before anybody else."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from proposals.accounts.factors import lacks_second_factor
from proposals.choices import PublicationState
from proposals.editing import publishing
from proposals.models import Proposal
from proposals.models.clocks import Moment
from proposals.rights import VIEW_PROPOSAL
from proposals.tracking.rules import Refusal
from proposals.web.pages.proposal_page import others_with_its_ideas, page_of
from proposals.web.query.clocks import Clocks


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # the stub knows no captures
def proposal_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A draft with the first record that publishing would give it. Nothing of it is kept."""
    editor = request.user
    if not editor.is_authenticated:
        return redirect_to_login(request.path, reverse("admin:login"))
    if not (editor.is_staff and editor.has_perm(VIEW_PROPOSAL)) or lacks_second_factor(editor):
        raise PermissionDenied
    proposal = get_object_or_404(Proposal, pk=pk)
    with transaction.atomic():
        is_draft = proposal.publication_state == PublicationState.DRAFT
        if is_draft and proposal.source and not proposal.updates.exists():
            try:
                with transaction.atomic():
                    publishing.state_as_proposed(proposal, by=editor)
            except Refusal:
                pass
        public = Proposal.objects.public()
        listed = Proposal.objects.for_listing().prefetch_related(
            others_with_its_ideas(public, proposal.slug)
        )
        context = page_of(listed.get(pk=pk), public, Clocks(QueryDict(), Moment()))
        response = render(request, "proposals/proposal/preview.html", context)
        transaction.set_rollback(True)
    response.headers["X-Robots-Tag"] = "noindex"
    return response

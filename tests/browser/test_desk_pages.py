"""The pages of the desk that no journey opens: everyone can use them, and they fit the screen."""

import pytest
from django.urls import reverse

from proposals.models import (
    Assignment,
    Channel,
    ChannelItem,
    Evidence,
    KeptCopy,
    Proposal,
    StatusUpdate,
    Suggestion,
    TermRequest,
    Uptake,
)
from tests.admin.test_matrix import one_of_each
from tests.browser import axe
from tests.browser.pages import too_wide
from tests.browser.test_editor import PASSWORD, sign_in
from tests.factories import copies, people

pytestmark = [pytest.mark.browser, pytest.mark.slow("pages of the desk are read by axe")]

# By the name of the address; of which row it is, where it is of one.
PAGES = [
    ("figures",),
    ("standing",),
    ("reminders",),
    ("auth_user_add",),
    ("auth_group_changelist",),
    ("proposals_proposal_changelist",),
    ("proposals_proposal_export",),
    ("proposals_assignment_add",),
    ("proposals_channel_changelist",),
    ("proposals_channel_add",),
    ("proposals_channelitem_changelist",),
    ("proposals_keptcopy_changelist",),
    ("proposals_uptake_changelist",),
    ("proposals_evidence_changelist",),
    ("proposals_termrequest_changelist",),
    ("proposals_termrequest_add",),
    ("proposals_suggestion_changelist",),
    ("proposals_intakepage_changelist",),
    ("proposals_document_changelist",),
    ("proposals_synonym_changelist",),
    ("proposals_change_changelist",),
    ("proposals_apitoken_changelist",),
    ("proposals_apitoken_add",),
    ("proposals_policyevent_changelist",),
    ("proposals_channel_change", Channel),
    ("proposals_channelitem_change", ChannelItem),
    ("proposals_keptcopy_change", KeptCopy),
    ("proposals_evidence_change", Evidence),
    ("proposals_uptake_change", Uptake),
    ("proposals_uptake_void", Uptake),
    ("proposals_termrequest_change", TermRequest),
    ("proposals_suggestion_change", Suggestion),
    ("proposals_assignment_change", Assignment),
    ("proposals_statusupdate_change", StatusUpdate),
    ("proposals_proposal_check", Proposal),
    ("proposals_proposal_care", Proposal),
    ("proposals_proposal_withdraw", Proposal),
    ("proposals_proposal_merge", Proposal),
    ("proposals_proposal_history", Proposal),
]


def test_everyone_can_use_each_page_and_it_fits(open_page, live_server, settings, tmp_path):
    copies.kept_in(settings, tmp_path)
    one_of_each()
    people.user(username="editor", password=PASSWORD, is_superuser=True)
    page = sign_in(open_page(820), "/en")
    found = []
    for name, *models in PAGES:
        key = [model._default_manager.order_by("pk").first().pk for model in models]
        page.goto("/en" + reverse(f"admin:{name}", args=key))
        found += [(name, width) for width in too_wide(page, 820, 1280)]
        found += [
            (name, fault["id"], node["target"])
            for fault in axe.violations(page, axe.EVERY_RULE)
            for node in fault["nodes"]
            if not axe.is_stock(node)
        ]
    assert not found, "\n".join(map(str, found))

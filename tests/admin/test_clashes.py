"""Two editors who save one form at the same moment: one is written, the other is told so."""

import os

import pytest

from proposals.models import Proposal
from tests.admin.forms import address, as_sent
from tests.factories import proposals
from tests.together import together

# `make prove` has 250 of them: five hundred saves.
CLASHES = 250 if "PROOF_RUNS" in os.environ else 2


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_written_and_the_other_refused(sign_in):
    editors = [sign_in(), sign_in()]
    proposal = proposals.published()

    for number in range(CLASHES):
        page = editors[0].get(address(proposal))
        answered = {}

        def save(editor, title, page=page, answered=answered):
            sent = as_sent(page, title_hant=title)
            answered[title] = editor.post(address(proposal), sent).status_code

        titles = [f"題目{number}甲", f"題目{number}乙"]
        acts = [
            lambda editor=editor, title=title: save(editor, title)
            for editor, title in zip(editors, titles, strict=True)
        ]
        assert together(*acts) == []

        written = Proposal.objects.get().title_hant
        assert answered == {title: 302 if title == written else 200 for title in titles}

"""The catalogue that comes with the tracker, and what editors have recorded of it since."""

import datetime as dt

from django.core.management import call_command

from proposals import tracking
from proposals.choices import Status
from proposals.models import Proposal
from tests.factories import history, people, proposals

STEPS = [
    (Status.NOTED, dt.date(2026, 6, 10)),
    (Status.UNDER_STUDY, dt.date(2026, 7, 5)),
    (Status.COMMITTED, dt.date(2026, 9, 16)),
    (Status.DELIVERED, dt.date(2026, 10, 20)),
]


def load() -> None:
    """Some proposals at each step, the delivery of some not yet confirmed; one gone, one draft."""
    call_command("load_package", "fixtures", verbosity=0)
    editor = people.user(is_superuser=True)
    for place, proposal in enumerate(Proposal.objects.public().order_by("pk")[:60]):
        for status, day in STEPS[: place % 5]:
            listed = proposal.criteria.all() if status == Status.DELIVERED else []
            met = {criterion.position: "met" for criterion in listed}
            update = history.record(proposal, status, effective_on=day, criteria=met, by=editor)
        if place % 7 == 6 and place % 5:
            tracking.void(update, reason_hant="誤記。", reason_en="A mistake.", by=editor)
    proposals.withdrawn(slug="withdrawn")
    proposals.draft(slug="draft")

"""What a query of the one filter gives, and what may leak into it."""

from django.http import QueryDict

from proposals.finding.filters import ProposalFilter
from proposals.models import Proposal
from tests.factories import proposals


def filtered(query, rows=None):
    rows = Proposal.objects.public() if rows is None else rows
    return ProposalFilter(QueryDict(query), rows)


def found(query):
    return sorted(filtered(query).qs.values_list("pk", flat=True))


def faults(query):
    return {fault.parameter: fault for fault in filtered(query).faults}


def hidden(**fields):
    """A row of each kind that could leak."""
    proposals.draft(**fields)
    proposals.merged(proposals.withdrawn(**fields), **fields)

from proposals.models.history import Change, Check, Evidence, PolicyEvent, StatusUpdate
from proposals.models.people import Author
from proposals.models.proposals import Addressee, Attribution, Idea, Proposal
from proposals.models.sources import Publication, Source
from proposals.models.spans import StatusSpan
from proposals.models.taxonomy import Body, Place, Sector

__all__ = [
    "Addressee",
    "Attribution",
    "Author",
    "Body",
    "Change",
    "Check",
    "Evidence",
    "Idea",
    "Place",
    "PolicyEvent",
    "Proposal",
    "Publication",
    "Sector",
    "Source",
    "StatusSpan",
    "StatusUpdate",
]

from proposals.models.candidates import Candidate, IntakeArticle, IntakePage
from proposals.models.care import Assignment, Note, Reminder, Watch
from proposals.models.changes import Change
from proposals.models.channels import Channel, ChannelItem
from proposals.models.checkpoints import Checkpoint
from proposals.models.copies import KeptCopy
from proposals.models.criteria import Assessment, Criterion
from proposals.models.documents import Document, Matching, Passage
from proposals.models.elsewhere import Elsewhere
from proposals.models.glossary import Term
from proposals.models.history import Check, Evidence, PolicyEvent, StatusUpdate
from proposals.models.hosts import Host
from proposals.models.ideas import Idea
from proposals.models.parties import Addressee, Attribution
from proposals.models.people import Author
from proposals.models.proposals import Proposal, ProposalIdea, ProposalPlace
from proposals.models.relations import Relation
from proposals.models.routines import Routine
from proposals.models.sources import Publication, Source
from proposals.models.spans import StatusSpan
from proposals.models.subscriptions import Delivery, Subscription
from proposals.models.suggestions import Suggestion
from proposals.models.synonyms import Synonym
from proposals.models.taxonomy import Body, Enclosure, Place, Sector
from proposals.models.term_requests import TermRequest
from proposals.models.tokens import ApiToken, IdempotencyKey
from proposals.models.typed import Typed
from proposals.models.uploads import Mapping, Upload
from proposals.models.uptakes import Match, Uptake
from proposals.models.webhooks import Webhook, WebhookMessage
from proposals.models.words import ProposalWords

__all__ = [
    "Addressee",
    "ApiToken",
    "Assessment",
    "Assignment",
    "Attribution",
    "Author",
    "Body",
    "Candidate",
    "Change",
    "Channel",
    "ChannelItem",
    "Check",
    "Checkpoint",
    "Criterion",
    "Delivery",
    "Document",
    "Elsewhere",
    "Enclosure",
    "Evidence",
    "Host",
    "Idea",
    "IdempotencyKey",
    "IntakeArticle",
    "IntakePage",
    "KeptCopy",
    "Mapping",
    "Match",
    "Matching",
    "Note",
    "Passage",
    "Place",
    "PolicyEvent",
    "Proposal",
    "ProposalIdea",
    "ProposalPlace",
    "ProposalWords",
    "Publication",
    "Relation",
    "Reminder",
    "Routine",
    "Sector",
    "Source",
    "StatusSpan",
    "StatusUpdate",
    "Subscription",
    "Suggestion",
    "Synonym",
    "Term",
    "TermRequest",
    "Typed",
    "Upload",
    "Uptake",
    "Watch",
    "Webhook",
    "WebhookMessage",
]

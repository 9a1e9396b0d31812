"""Every fixed list of codes, and the rules of the status model.

Codes are public: they stand in addresses, feeds and files, so they are never renamed.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublicationState(models.TextChoices):
    """Whether the public sees a proposal. It says nothing of where policy stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Status(models.TextChoices):
    """Where policy stands on a proposal."""

    PROPOSED = "proposed", pgettext_lazy("status", "Proposed")
    NOTED = "noted", pgettext_lazy("status", "Noted")
    UNDER_STUDY = "under_study", pgettext_lazy("status", "Under study")
    COMMITTED = "committed", pgettext_lazy("status", "Committed")
    IN_DELIVERY = "in_delivery", pgettext_lazy("status", "In delivery")
    PARTLY_DELIVERED = "partly_delivered", pgettext_lazy("status", "Partly delivered")
    DELIVERED = "delivered", pgettext_lazy("status", "Delivered")
    DECLINED = "declined", pgettext_lazy("status", "Declined")
    STALLED = "stalled", pgettext_lazy("status", "Stalled")
    SUPERSEDED = "superseded", pgettext_lazy("status", "Superseded")


STATUS_MEANINGS = {
    Status.PROPOSED: _(
        "It has been proposed in public; whether there was an official response is not yet "
        "checked, or none is known."
    ),
    Status.NOTED: _("Government has replied or put the proposal on record, without taking it up."),
    Status.UNDER_STUDY: _("An official body says that it is studying or consulting on it."),
    Status.COMMITTED: _("An official document promises to do it."),
    Status.IN_DELIVERY: _("Work on it has begun."),
    Status.PARTLY_DELIVERED: _("Part of it exists; what is missing is stated."),
    Status.DELIVERED: _("It exists: an official document and a concrete act show it."),
    Status.DECLINED: _("An official reply says that it will not be done."),
    Status.STALLED: _("Nothing has moved for a stated reason, and a check found nothing new."),
    Status.SUPERSEDED: _("Another measure or proposal has taken its place."),
}

# What "proposed" means once somebody has looked, and before.
LOOKED_FOR_RESPONSE = {
    True: _("It has been proposed in public; no official response is known."),
    False: _(
        "It has been proposed in public; whether there was an official response is not yet checked."
    ),
}

# On light paper and on dark; site.css has the same.
STATUS_COLOURS = {
    Status.PROPOSED: ("#57524a", "#b3ada1"),
    Status.NOTED: ("#00696b", "#7fd0cf"),
    Status.UNDER_STUDY: ("#2a5580", "#9cc7e6"),
    Status.COMMITTED: ("#6b5a00", "#d9c46a"),
    Status.IN_DELIVERY: ("#b04a00", "#f0a868"),
    Status.PARTLY_DELIVERED: ("#4a701c", "#b5d07c"),
    Status.DELIVERED: ("#14593a", "#6fcf97"),
    Status.DECLINED: ("#a32a1e", "#ef9184"),
    Status.STALLED: ("#6a4a8c", "#c0a5e6"),
    Status.SUPERSEDED: ("#8a3a72", "#e2a0cf"),
}


class CriterionState(models.TextChoices):
    """Whether a part of an ask has been met."""

    MET = "met", pgettext_lazy("criterion", "Met")
    PARTLY = "partly", pgettext_lazy("criterion", "Partly met")
    NOT_MET = "not_met", pgettext_lazy("criterion", "Not met")
    UNKNOWN = "unknown", pgettext_lazy("criterion", "Not known")


class EvidenceClass(models.TextChoices):
    """What kind of document supports a status update."""

    SOURCE = "source", _("Source")
    OFFICIAL_DOCUMENT = "official_document", _("Official document")
    OFFICIAL_STATEMENT = "official_statement", _("Official statement")
    LEGISLATIVE_RECORD = "legislative_record", _("Legislative record")
    CONCRETE_ACT = "concrete_act", _("Concrete act")
    MEDIA_REPORT = "media_report", _("Media report")
    OTHER = "other", pgettext_lazy("evidence class", "Other")


_OFFICIAL_REPLY = frozenset(
    {
        EvidenceClass.OFFICIAL_DOCUMENT,
        EvidenceClass.OFFICIAL_STATEMENT,
        EvidenceClass.LEGISLATIVE_RECORD,
    }
)
_DOCUMENT = frozenset({EvidenceClass.OFFICIAL_DOCUMENT})
_ACT = frozenset({EvidenceClass.CONCRETE_ACT})

# What a status needs at the least: one piece of evidence out of each set.
SMALLEST_EVIDENCE: dict[str, tuple[frozenset[EvidenceClass], ...]] = {
    Status.PROPOSED: (frozenset({EvidenceClass.SOURCE}),),
    Status.NOTED: (_OFFICIAL_REPLY,),
    Status.UNDER_STUDY: (
        frozenset({EvidenceClass.OFFICIAL_DOCUMENT, EvidenceClass.OFFICIAL_STATEMENT}),
    ),
    Status.COMMITTED: (_DOCUMENT,),
    Status.IN_DELIVERY: (_DOCUMENT | _ACT,),
    Status.PARTLY_DELIVERED: (_DOCUMENT,),
    Status.DELIVERED: (_DOCUMENT, _ACT),
    Status.DECLINED: (_OFFICIAL_REPLY,),
    # A reason, which every update has, and a check that found nothing: see tracking.record.
    Status.STALLED: (),
    # The measure that replaces it, or the proposal that does: see tracking.record.
    Status.SUPERSEDED: (),
}

# What one editor may state and only a second one may make hold: promises kept, and refusals.
NEEDS_CONFIRMATION = frozenset({Status.DELIVERED, Status.DECLINED})

_UNDECIDED = {Status.NOTED, Status.UNDER_STUDY}
_ANSWERS = {Status.COMMITTED, Status.IN_DELIVERY, Status.DECLINED}
_ENDS = {Status.STALLED, Status.SUPERSEDED}

# From a status to those that may follow it. The same status may always be stated again, with
# new evidence or a better date. Delivery is never the first thing that happens to an ask: the
# promise or the start of work is recorded too, if need be as late news.
ALLOWED_NEXT: dict[str, frozenset[Status]] = {
    Status.PROPOSED: frozenset({Status.PROPOSED} | _UNDECIDED | _ANSWERS | _ENDS),
    Status.NOTED: frozenset(_UNDECIDED | _ANSWERS | _ENDS),
    Status.UNDER_STUDY: frozenset(_UNDECIDED | _ANSWERS | _ENDS),
    Status.COMMITTED: frozenset(
        {Status.UNDER_STUDY, Status.PARTLY_DELIVERED, Status.DELIVERED} | _ANSWERS | _ENDS
    ),
    Status.IN_DELIVERY: frozenset(
        {Status.IN_DELIVERY, Status.PARTLY_DELIVERED, Status.DELIVERED, Status.DECLINED} | _ENDS
    ),
    Status.PARTLY_DELIVERED: frozenset(
        {Status.IN_DELIVERY, Status.PARTLY_DELIVERED, Status.DELIVERED, Status.DECLINED} | _ENDS
    ),
    Status.DELIVERED: frozenset({Status.DELIVERED, Status.PARTLY_DELIVERED, Status.SUPERSEDED}),
    Status.DECLINED: frozenset({Status.DECLINED, Status.SUPERSEDED} | _UNDECIDED | _ANSWERS),
    Status.STALLED: frozenset(
        {Status.STALLED, Status.SUPERSEDED, Status.PARTLY_DELIVERED, Status.DELIVERED}
        | _UNDECIDED
        | _ANSWERS
    ),
    Status.SUPERSEDED: frozenset({Status.SUPERSEDED}),
}

# How many days an editor may leave a proposal unchecked, by where it stands.
CHECK_INTERVAL_DAYS: dict[str, int] = {
    Status.PROPOSED: 90,
    Status.NOTED: 90,
    Status.UNDER_STUDY: 60,
    Status.COMMITTED: 60,
    Status.IN_DELIVERY: 60,
    Status.PARTLY_DELIVERED: 60,
    Status.DELIVERED: 365,
    Status.DECLINED: 180,
    Status.STALLED: 180,
    Status.SUPERSEDED: 365,
}


class Role(models.TextChoices):
    """What an account is at the desk: the groups that the migrations make, by their names."""

    CONTRIBUTOR = "Contributor", _("Contributor")
    EDITOR = "Editor", _("Editor")
    CHIEF_EDITOR = "Chief editor", _("Chief editor")
    ADMINISTRATOR = "Administrator", _("Administrator")


class SecondFactor(models.TextChoices):
    """Of whom a second factor is asked at the desk."""

    NOBODY = "nobody"
    LEADING = "leading"
    ALL = "all"


class Freshness(models.TextChoices):
    """How recently somebody looked. Computed, never stored."""

    FRESH = "fresh", _("Checked on schedule")
    OVERDUE = "overdue", _("Check overdue")
    STALE = "stale", _("Not checked for a long time")


class Precision(models.TextChoices):
    """How much of a date is known; the rest of it is the first of the month or year."""

    DAY = "day", pgettext_lazy("precision", "Day")
    MONTH = "month", pgettext_lazy("precision", "Month")
    YEAR = "year", pgettext_lazy("precision", "Year")


class ChangeKind(models.TextChoices):
    """What happened to something the public sees."""

    PUBLISHED = "published", pgettext_lazy("change", "Published")
    UPDATED = "updated", pgettext_lazy("change", "Text updated")
    STATUS = "status", pgettext_lazy("change", "Status recorded")
    CHECKED = "checked", pgettext_lazy("change", "Checked, nothing new")
    VOIDED = "voided", pgettext_lazy("change", "Record voided")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Withdrawn")
    MERGED = "merged", pgettext_lazy("change", "Merged")
    PERSON = "person", pgettext_lazy("change", "Author")
    SOURCE = "source", pgettext_lazy("change", "Source")
    TERM = "term", pgettext_lazy("change", "Term")
    IDEA = "idea", pgettext_lazy("change", "Idea")
    UPTAKE = "uptake", pgettext_lazy("change", "Official words")


class Noun(models.TextChoices):
    """What a change is about."""

    PROPOSAL = "proposal", _("Proposal")
    AUTHOR = "author", _("Author")
    PUBLICATION = "publication", _("Publication")
    SOURCE = "source", _("Source")
    SECTOR = "sector", _("Sector")
    BODY = "body", _("Body")
    PLACE = "place", _("Place")
    IDEA = "idea", _("Idea")
    SYNONYM = "synonym", _("Synonyms")
    TERM = "term", _("Term")
    DOCUMENT = "document", _("Official document")
    UPTAKE = "uptake", _("Response link")
    COPY = "copy", pgettext_lazy("noun", "Kept copy")


class BodyKind(models.TextChoices):
    """What a body is, that proposals are put to."""

    GOVERNMENT = "government", pgettext_lazy("body", "Government as a whole")
    OFFICIAL = "official", pgettext_lazy("body", "Principal official")
    BUREAU = "bureau", pgettext_lazy("body", "Bureau")
    DEPARTMENT = "department", pgettext_lazy("body", "Department or office")
    ADVISORY = "advisory", pgettext_lazy("body", "Committee or advisory body")
    STATUTORY = "statutory", pgettext_lazy("body", "Statutory body")
    PUBLIC_COMPANY = "public_company", pgettext_lazy("body", "Company set up by Government")
    LEGISLATURE = "legislature", pgettext_lazy("body", "Legislature")
    CENTRAL = "central", pgettext_lazy("body", "Central authority")
    NON_GOVERNMENT = "non_government", pgettext_lazy("body", "Outside government")


class TermKind(models.TextChoices):
    """What a term of the glossary names, in the order of its page."""

    BODY = "body", pgettext_lazy("term", "Institution")
    SCHEME = "scheme", pgettext_lazy("term", "Scheme")
    PLAN = "plan", pgettext_lazy("term", "Plan or document")
    PLACE = "place", pgettext_lazy("term", "Place")
    PERSON = "person", pgettext_lazy("term", "Person")
    OTHER = "other", pgettext_lazy("term", "Other")


class DocumentKind(models.TextChoices):
    """What an official document is."""

    POLICY_ADDRESS = "policy_address", pgettext_lazy("document", "Policy Address")
    BUDGET = "budget", pgettext_lazy("document", "Budget")
    REPLY = "reply", pgettext_lazy("document", "Reply in the legislature")
    PRESS_RELEASE = "press_release", pgettext_lazy("document", "Press release or speech")
    CONSULTATION = "consultation", pgettext_lazy("document", "Consultation paper")
    GAZETTE = "gazette", pgettext_lazy("document", "Gazette notice")
    OTHER = "other", pgettext_lazy("document", "Other")


# What kind of evidence the words of a document are, unless an editor says otherwise.
DOCUMENT_EVIDENCE = {
    DocumentKind.POLICY_ADDRESS: EvidenceClass.OFFICIAL_DOCUMENT,
    DocumentKind.BUDGET: EvidenceClass.OFFICIAL_DOCUMENT,
    DocumentKind.REPLY: EvidenceClass.LEGISLATIVE_RECORD,
    DocumentKind.PRESS_RELEASE: EvidenceClass.OFFICIAL_STATEMENT,
    DocumentKind.CONSULTATION: EvidenceClass.OFFICIAL_DOCUMENT,
    DocumentKind.GAZETTE: EvidenceClass.OFFICIAL_DOCUMENT,
    DocumentKind.OTHER: EvidenceClass.OFFICIAL_DOCUMENT,
}


class CopyOrigin(models.TextChoices):
    """How a kept copy came to be."""

    FETCHED = "fetched", pgettext_lazy("copy", "Fetched from the link")
    GIVEN = "given", pgettext_lazy("copy", "Given by an editor")


class PageState(models.TextChoices):
    """What has become of the page at a link since it was first seen."""

    UNCHANGED = "unchanged", pgettext_lazy("page", "As it was")
    CHANGED = "changed", pgettext_lazy("page", "Changed")
    QUOTE_GONE = "quote_gone", pgettext_lazy("page", "Quote gone")
    DEAD = "dead", pgettext_lazy("page", "Link dead")


class UptakeRelation(models.TextChoices):
    """How official words relate to the ask that they answer."""

    SAME = "same", pgettext_lazy("relation", "As asked")
    PART = "part", pgettext_lazy("relation", "In part")
    PARALLEL = "parallel", pgettext_lazy("relation", "In parallel")
    CONTRARY = "contrary", pgettext_lazy("relation", "To the contrary")


class PassageKind(models.TextChoices):
    """What a passage is to those who look for answers in it."""

    PARAGRAPH = "paragraph", pgettext_lazy("passage", "Paragraph")
    HEADING = "heading", pgettext_lazy("passage", "Heading")
    TABLE = "table", pgettext_lazy("passage", "Row of a table")
    QUESTION = "question", pgettext_lazy("passage", "Question")


class MatchDecision(models.TextChoices):
    """What an editor made of a suggested match."""

    ACCEPTED = "accepted", pgettext_lazy("decision", "Accepted")
    RELATED = "related", pgettext_lazy("decision", "Related, no step")
    REJECTED = "rejected", pgettext_lazy("decision", "Rejected")


class AuthorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class SourceKind(models.TextChoices):
    OP_ED = "op_ed", _("Opinion article")
    SEMINAR_REPORT = "seminar_report", _("Seminar report")
    INTERVIEW = "interview", _("Interview")
    NEWS = "news", _("News report")
    SPEECH = "speech", _("Speech")
    REPORT = "report", _("Report or paper")
    OTHER = "other", pgettext_lazy("source kind", "Other")


class SourceLanguage(models.TextChoices):
    HANT = "zh-Hant", _("Traditional Chinese")
    HANS = "zh-Hans", _("Simplified Chinese")
    EN = "en", _("English")


class Specificity(models.TextChoices):
    """Whether one could later check that an ask was met."""

    FIRM = "firm", _("Firm: a measure that can be checked")
    SOFT = "soft", _("Soft: a direction, hard to check")


class Basis(models.TextChoices):
    """Whether the source names the body that is asked, or the editor inferred it."""

    STATED = "stated", _("Stated")
    INFERRED = "inferred", _("Inferred")


class DateBasis(models.TextChoices):
    """Whether a date is printed, or inferred by the editors."""

    STATED = "stated", _("Printed")
    INFERRED = "inferred", _("Inferred from the text")
    UNKNOWN = "unknown", _("Not known")


class Instrument(models.TextChoices):
    """The policy instrument that an ask calls for."""

    FUND = "fund", _("Fund")
    SUBSIDY = "subsidy", _("Subsidy")
    TAX = "tax", _("Tax")
    LEGISLATION = "legislation", _("Legislation")
    REGULATION = "regulation", _("Regulation")
    INSTITUTION = "institution", _("Institution")
    PLAN = "plan", _("Plan")
    PILOT = "pilot", _("Pilot")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    TRAINING = "training", _("Training")
    EXCHANGE = "exchange", _("Exchange")
    STANDARD = "standard", _("Standard")
    MARKET_ACCESS = "market_access", _("Market access")
    PLATFORM = "platform", _("Platform")
    AGREEMENT = "agreement", _("Agreement")
    COOPERATION = "cooperation", _("Cooperation")
    PROMOTION = "promotion", _("Promotion")
    COORDINATION = "coordination", _("Coordination")
    FINANCIAL_PRODUCT = "financial_product", _("Financial product")
    INCENTIVE = "incentive", _("Incentive")
    OTHER = "other", pgettext_lazy("instrument", "Other")


class TokenScope(models.TextChoices):
    """What a program may do with an editor's token."""

    RECORD = "record", pgettext_lazy("token", "Record status updates")
    CHECK = "check", pgettext_lazy("token", "Record checks")
    VOID = "void", pgettext_lazy("token", "Void records")
    CONFIRM = "confirm", pgettext_lazy("token", "Confirm what others recorded")
    INTAKE = "intake", pgettext_lazy("token", "Take in texts")


class Cadence(models.TextChoices):
    """How often a subscription tells what is new."""

    IMMEDIATE = "immediate", pgettext_lazy("cadence", "As it happens")
    DAILY = "daily", pgettext_lazy("cadence", "Once a day, at 8 in the morning")
    WEEKLY = "weekly", pgettext_lazy("cadence", "Once a week, on Monday at 8 in the morning")


class EndedBy(models.TextChoices):
    """Who ended a subscription."""

    READER = "reader", pgettext_lazy("ended by", "The reader")
    BOUNCED = "bounced", pgettext_lazy("ended by", "The mailbox refused")
    OPERATOR = "operator", pgettext_lazy("ended by", "An administrator")


class MailKind(models.TextChoices):
    """What a mail is for."""

    CONFIRMATION = "confirmation", pgettext_lazy("mail", "Confirmation")
    DIGEST = "digest", pgettext_lazy("mail", "What is new")
    STOPPED = "stopped", pgettext_lazy("mail", "A webhook was stopped")
    SUGGESTED = "suggested", pgettext_lazy("mail", "Confirmation of a hint")
    DECIDED = "decided", pgettext_lazy("mail", "What became of a hint")
    REMINDER = "reminder", pgettext_lazy("mail", "What waits for an editor")


class SuggestionKind(models.TextChoices):
    """What a reader tells the editors."""

    PROGRESS = "progress", pgettext_lazy("suggestion", "Something has moved")
    CORRECTION = "correction", pgettext_lazy("suggestion", "Something is wrong")
    ARTICLE = "article", pgettext_lazy("suggestion", "An article that makes proposals")


class SuggestionState(models.TextChoices):
    """What an editor has made of it."""

    WAITING = "waiting", pgettext_lazy("suggestion", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("suggestion", "Taken up")
    DECLINED = "declined", pgettext_lazy("suggestion", "Not taken up")


class TermRequestKind(models.TextChoices):
    """The list that something is to be added to, by the name of its rows."""

    SECTOR = "sector", _("sector")
    BODY = "body", _("body")
    PLACE = "place", _("place")
    TERM = "term", _("term")


class TermRequestState(models.TextChoices):
    """What a chief editor has made of it."""

    WAITING = "waiting", pgettext_lazy("term request", "Waiting")
    APPROVED = "approved", pgettext_lazy("term request", "Added")
    DECLINED = "declined", pgettext_lazy("term request", "Declined")


class StoppedBy(models.TextChoices):
    """Why a webhook is told nothing any more."""

    HAND = "hand", pgettext_lazy("stopped by", "By hand")
    FAILURES = "failures", pgettext_lazy("stopped by", "It failed for three days")
    GONE = "gone", pgettext_lazy("stopped by", "It answered that it is gone (410)")


class IntakeOrigin(models.TextChoices):
    """How a text came in."""

    PASTED = "pasted", pgettext_lazy("intake", "Pasted")
    FILE = "file", pgettext_lazy("intake", "File")
    ADDRESS = "address", pgettext_lazy("intake", "Address")
    PROGRAM = "program", pgettext_lazy("intake", "Sent by a program")


class IntakeState(models.TextChoices):
    """How far a text that came in has been read."""

    QUEUED = "queued", pgettext_lazy("intake", "Waiting to be read")
    READING = "reading", pgettext_lazy("intake", "Being read")
    READ = "read", pgettext_lazy("intake", "Read")
    FAILED = "failed", pgettext_lazy("intake", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("intake", "Cancelled")


class ChannelKind(models.TextChoices):
    """As what a channel tells of what is new."""

    FEED = "feed", pgettext_lazy("channel", "Feed (RSS, Atom, JSON Feed)")
    PAGE = "page", pgettext_lazy("channel", "Page with links")


class ItemState(models.TextChoices):
    """What has become of an item of a channel."""

    WAITING = "waiting", pgettext_lazy("item", "Waiting")
    TAKEN = "taken", pgettext_lazy("item", "Taken in")
    KNOWN = "known", pgettext_lazy("item", "Text known already")
    FAILED = "failed", pgettext_lazy("item", "Given up")


class ChannelFault(models.TextChoices):
    """Why a channel, or an item of it, could not be read; what more is known follows it."""

    NO_ANSWER = "no_answer", pgettext_lazy("channel", "No answer")
    STATUS = "status", pgettext_lazy("channel", "Answered with an error")
    ROBOTS = "robots", pgettext_lazy("channel", "Its robots.txt forbids it")
    ROBOTS_AWAY = "robots_away", pgettext_lazy("channel", "Its robots.txt cannot be read")
    TOO_LARGE = (
        "too_large",
        pgettext_lazy("channel", "Too large: 20 MB and 50,000 items are the most"),
    )
    PACKED = "packed", pgettext_lazy("channel", "Compressed in a way that cannot be read")
    NO_FEED = "no_feed", pgettext_lazy("channel", "No feed stands there")
    NO_LINKS = "no_links", pgettext_lazy("channel", "No link on the page fits the pattern")
    UNREADABLE = "unreadable", pgettext_lazy("channel", "No text could be read")


class Finder(models.TextChoices):
    """Who found a candidate."""

    RULES = "rules", pgettext_lazy("finder", "Rules")
    MODEL = "model", pgettext_lazy("finder", "Model")
    EDITOR = "editor", pgettext_lazy("finder", "Editor")


class Decision(models.TextChoices):
    """What an editor made of a candidate; replaced is one that was split or joined."""

    ACCEPTED = "accepted", pgettext_lazy("candidate", "Accepted")
    REJECTED = "rejected", pgettext_lazy("candidate", "Rejected")
    REPLACED = "replaced", pgettext_lazy("candidate", "Split or joined")


class RejectedFor(models.TextChoices):
    """Why a passage is no ask; labelled sets use these codes."""

    PAST = "past", pgettext_lazy("rejected", "Already done or announced")
    OWN_PLAN = "own_plan", pgettext_lazy("rejected", "An official's own plan")
    EXISTING = "existing", pgettext_lazy("rejected", "An existing measure")
    FOREIGN = "foreign", pgettext_lazy("rejected", "Done elsewhere")
    OPPOSED = "opposed", pgettext_lazy("rejected", "The author is against it")
    IRONY = "irony", pgettext_lazy("rejected", "Irony")
    SLOGAN = "slogan", pgettext_lazy("rejected", "A slogan: nothing to be done")
    FORECAST = "forecast", pgettext_lazy("rejected", "A forecast")
    ANALYSIS = "analysis", pgettext_lazy("rejected", "Analysis")
    CAPABILITY = "capability", pgettext_lazy("rejected", "What can be offered")
    PUBLIC_ADVICE = "public_advice", pgettext_lazy("rejected", "Advice to the public")
    PRAISE = "praise", pgettext_lazy("rejected", "Praise")
    LOOKALIKE = "lookalike", pgettext_lazy("rejected", "Only looks like a proposal")
    DUPLICATE = "duplicate", pgettext_lazy("rejected", "On record already")
    OTHER = "other", pgettext_lazy("rejected", "Other reason")

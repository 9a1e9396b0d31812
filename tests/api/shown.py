"""Every field of every model: another value of it and where that must be seen, or why not."""

import datetime as dt

from proposals import models
from proposals.models import Change, Proposal, StatusUpdate
from proposals.models.shared import SharedModel
from tests.factories import people

DAY = dt.date(2026, 5, 1)

# Where one proposal is shown, whatever moved of it.
ONE = (
    *("api/v1/proposals/", "api/v1/proposals/fund/", "api/v1/changes/", "feeds/changes.atom"),
    *("proposals/fund/", "feeds/proposals.json", "data/proposals.ndjson", "zip"),
)
LISTED = (*ONE, "proposals/", "embed/proposals/fund/")
NAMED = (*ONE, "api/v1/facets/", "proposals/")
STANDING = (
    *(*LISTED, "api/v1/status-updates/", "api/v1/sectors/", "api/v1/bodies/lwb/", "stats/"),
    *("api/v1/stats/?group_by=status,sector", "api/v1/stats/timeline/?group_by=status"),
    *("api/v1/stats/answers/", "stats/sectors.csv", "data/proposals.csv", "feeds/deadlines.ics"),
)
TOLD = ("api/v1/changes/", "zip")

TEXTS = ("hant", "hans", "en")


def texts(name, *, of=TEXTS):
    said = {"hant": "新的說法", "hans": "新的说法", "en": "Another"}
    return {f"{name}_{suffix}": said[suffix] for suffix in of}


def whole(name, value):
    """The edit of one column, with the others without which it would not be whole."""
    of = name.partition("_")[0]
    if of == "target":
        document = {"target_title": "施政報告", "target_url": "https://gov.example/"}
        return {"target_on": DAY, "target_on_precision": "day"} | document | {name: value}
    if name.endswith("_precision"):
        return {f"{of}_on": DAY, name: value}
    if "_not_" in name:
        return {f"{of}_on": None, f"{of}_on_precision": "", name: value}
    if name == "archived_on":
        return {"archived_url": "https://archive.example/2", name: value}
    if "_basis_" in name:
        return {f"{of}_on": DAY, f"{of}_on_precision": "day"} | texts(f"{of}_basis") | {name: value}
    return {name: value}


def lists(name):
    return {column: [said] for column, said in texts(name).items()}


def by(model, **key):
    return lambda: model.objects.get(**key)


# Of each model what an editor may write, another value of it, and addresses that must show it.
EDITS = {
    models.Sector: [
        (
            texts("name"),
            (*NAMED, "api/v1/codes/", "api/v1/sectors/", "api/v1/sectors/ageing/", "stats/"),
        ),
        ({"position": 70}, (*TOLD, "api/v1/codes/", "api/v1/sectors/")),
        (lists("aliases") | texts("panel"), (*TOLD, "api/v1/sectors/", "api/v1/sectors/ageing/")),
        (
            {"replaced_by": by(models.Sector, code="finance")},
            (*NAMED, "api/v1/codes/", "api/v1/sectors/", "api/v1/sectors/ageing/"),
        ),
    ],
    models.Body: [
        (texts("name"), (*NAMED, "api/v1/codes/", "api/v1/bodies/", "api/v1/bodies/lwb/")),
        ({"position": 70}, TOLD),
        (lists("aliases"), (*TOLD, "api/v1/bodies/", "api/v1/bodies/lwb/")),
        ({"kind": "bureau"}, (*TOLD, "api/v1/bodies/", "api/v1/bodies/lwb/")),
        (
            {"parent": by(models.Body, code="fstb")},
            (*TOLD, "api/v1/codes/", "api/v1/bodies/", "api/v1/bodies/lwb/"),
        ),
        (
            {"replaced_by": by(models.Body, code="fstb")},
            (*NAMED, "api/v1/codes/", "api/v1/bodies/", "api/v1/bodies/lwb/"),
        ),
    ],
    models.Place: [
        (
            texts("name"),
            (*NAMED, "api/v1/codes/", "api/v1/places/", "api/v1/places/central_asia/"),
        ),
        ({"position": 70}, (*TOLD, "api/v1/codes/", "api/v1/places/")),
        (lists("aliases"), (*TOLD, "api/v1/places/", "api/v1/places/central_asia/")),
        (
            {"parent": by(models.Place, code="hetao")},
            (*TOLD, "api/v1/codes/", "api/v1/facets/", "api/v1/places/"),
        ),
        (
            {"replaced_by": by(models.Place, code="hetao")},
            (*NAMED, "api/v1/codes/", "api/v1/places/", "api/v1/places/central_asia/"),
        ),
    ],
    models.Synonym: [({"words": "銀髮 / 耆英"}, (*TOLD, "api/v1/synonyms/"))],
    models.Term: [
        (texts("name") | texts("seen"), (*TOLD, "api/v1/glossary/", "glossary/")),
        (lists("aliases") | {"kind": "plan"}, (*TOLD, "api/v1/glossary/", "glossary/")),
    ],
    models.Document: [
        (
            texts("title"),
            (
                *(*TOLD, "api/v1/documents/", "api/v1/documents/address/", "documents/"),
                *("documents/address/", "proposals/fund/"),
            ),
        ),
        ({"kind": "budget"}, (*TOLD, "api/v1/documents/", "documents/", "documents/address/")),
        (
            {"publisher": by(models.Body, code="fstb")},
            (*TOLD, "api/v1/documents/", "documents/", "documents/address/"),
        ),
        (
            {"published_on": dt.date(2026, 4, 1), "published_on_precision": "month"},
            (*TOLD, "api/v1/documents/", "documents/address/", "proposals/fund/"),
        ),
        ({"url": "https://gov.example/2"}, (*TOLD, "documents/address/")),
    ],
    models.Publication: [
        (texts("name"), (*ONE, "api/v1/sources/", "api/v1/sources/page/", "sources/")),
        ({"url": "https://weekly.example/"}, TOLD),
    ],
    models.Author: [
        (
            texts("name"),
            (*LISTED, *NAMED, "api/v1/authors/", "api/v1/authors/chan/", "authors/chan/"),
        ),
        (
            {"kind": "organisation"},
            (*TOLD, "api/v1/authors/", "api/v1/authors/chan/", "proposals/fund/"),
        ),
        ({"note_hant": "註"}, (*TOLD, "authors/chan/")),
        ({"note_en": "Note"}, TOLD),
    ],
    models.Source: [
        (
            {"headline": "另一題", "publication": None, "url": "https://daily.example/2"}
            | {"published_on": dt.date(2026, 5, 2), "published_on_precision": "month"},
            (*ONE, "api/v1/sources/page/", "sources/page/"),
        ),
        (
            {"kind": "speech", "section": "A3", "language": "en"},
            (*TOLD, "api/v1/sources/", "api/v1/sources/page/", "proposals/fund/", "sources/"),
        ),
        (
            {"headline_en": "More work for older people"},
            (*TOLD, "api/v1/sources/page/", "proposals/fund/", "sources/page/"),
        ),
        ({"byline": "記者"}, (*TOLD, "api/v1/sources/page/", "sources/page/")),
        (
            {"page": "A12", "archived_url": "https://archive.example/2"},
            (*ONE, "api/v1/sources/page/", "sources/page/"),
        ),
        ({"archived_on": DAY}, (*TOLD, "api/v1/sources/page/", "sources/page/", "proposals/fund/")),
        (texts("note"), (*TOLD, "api/v1/sources/", "api/v1/sources/page/")),
        ({"holds_no_ask": True}, TOLD),
        (
            {"published_not_before": DAY, "published_not_after": DAY} | texts("published_basis"),
            (*TOLD, "api/v1/sources/page/", "sources/page/"),
        ),
    ],
    models.Idea: [
        (
            texts("title"),
            (
                *(*TOLD, "api/v1/facets/", "api/v1/ideas/", "api/v1/ideas/silver-fund/"),
                *("proposals/fund/", "ideas/silver-fund/"),
            ),
        ),
        (texts("summary"), (*TOLD, "api/v1/ideas/", "api/v1/ideas/silver-fund/")),
    ],
    Proposal: [
        (texts("title") | texts("summary"), (*LISTED, "authors/chan/", "ideas/silver-fund/")),
        (texts("scheme") | {"figures": "30億元", "locator": "設立", "proposed_on": DAY}, ONE),
        ({"figures_en": "HK$3 billion"}, (*TOLD, "api/v1/proposals/fund/")),
        (
            {"target_on": DAY, "target_on_precision": "day"}
            | {"target_title": "施政報告", "target_url": "https://gov.example/pa"},
            (*TOLD, "api/v1/proposals/fund/", "proposals/fund/", "data/proposals.ndjson"),
        ),
        ({"proposed_on_precision": "month"}, ONE),
        (
            {"proposed_not_before": DAY, "proposed_not_after": DAY} | texts("proposed_basis"),
            (*TOLD, "api/v1/proposals/fund/", "proposals/fund/", "data/proposals.ndjson"),
        ),
        ({"instrument": "standard", "specificity": "soft"}, NAMED),
        ({"position": 7}, TOLD),
        ({"source": by(models.Source, slug="none")}, (*NAMED, "api/v1/sources/page/")),
        (
            {"sector": by(models.Sector, code="finance")},
            (*NAMED, "api/v1/status-updates/", "api/v1/sectors/", "sectors/ageing/", "stats/"),
        ),
    ],
    models.Attribution: [
        (texts("capacity"), (*ONE, "authors/chan/")),
        ({"position": 1}, ("zip",)),
        ({"position": 9}, (*ONE, "authors/chan/")),
        ({"author": lambda: people.author(slug="new")}, (*NAMED, "api/v1/authors/")),
        ({"merged_from": by(Proposal, slug="other")}, ("zip",)),
    ],
    models.Addressee: [
        ({"basis": "inferred"}, ONE),
        ({"body": by(models.Body, code="fstb")}, (*NAMED, "api/v1/status-updates/")),
        ({"merged_from": by(Proposal, slug="other")}, ("zip",)),
    ],
    models.Criterion: [
        (texts("text"), ONE),
        ({"position": 9}, ONE),
        # Of a merge that was never made: no part of the ask.
        ({"merged_from": by(Proposal, slug="other")}, ONE),
    ],
    models.Relation: [
        (texts("reason"), ONE),
        ({"other": by(Proposal, slug="third")}, ONE),
        ({"merged_from": by(Proposal, slug="other")}, ("zip",)),
    ],
}
# What is recorded once and never edited, by the act that shows it.
RECORDED = {
    "record": {
        StatusUpdate: "proposal number status effective_on effective_on_precision"
        " effective_not_after effective_from effective_by reason_hant reason_hans reason_en"
        " override_reason_hant override_reason_hans"
        " override_reason_en recorded_at recorded_as",
        models.Evidence: "update evidence_class title publisher url published_on"
        " published_on_precision quote source",
        Proposal: "status status_since status_since_precision update_count updated_at change_seq",
        models.Assessment: "update criterion state",
        models.StatusSpan: "proposal status since since_precision effective_from effective_to"
        " since_from recorded_from recorded_to",
        Change: "at kind noun key gone proposal target update digest hash",
    },
    "supersede": {StatusUpdate: "superseded_by"},
    "confirm": {StatusUpdate: "confirms"},
    "void": {StatusUpdate: "void_of"},
    "check": {
        models.Check: "proposal checked_on next_check_on note_hant note_hans note_en recorded_at",
        Proposal: "checked_on next_check_on",
    },
    "apply": {
        models.PolicyEvent: "title evidence_class publisher url happened_on happened_on_precision"
        " recorded_at",
        StatusUpdate: "event",
    },
    "merge": {StatusUpdate: "copied_from", Proposal: "merged_into"},
    "withdraw": {
        Proposal: "publication_state withdrawn_reason_hant withdrawn_reason_hans"
        " withdrawn_reason_en"
    },
    "publish": {
        Proposal: "first_published_at",
        models.Attribution: "proposal",
        models.Addressee: "proposal",
    },
    "join": {models.ProposalIdea: "proposal idea"},
    "locate": {models.ProposalPlace: "proposal place"},
    "list_criterion": {models.Criterion: "proposal"},
    "relate": {models.Relation: "proposal"},
    "accept": {
        models.Uptake: "slug document position paragraph page proposal relation quote update"
        " recorded_at",
    },
    "void_link": {
        models.Uptake: "voided_at void_reason_hant void_reason_hans void_reason_en merged_from"
    },
    "keep": {
        models.KeptCopy: "slug evidence source origin sha256 size content_type kept_at quote_found"
        " state state_at archived_url archived_on",
    },
    "sign": {models.Checkpoint: "day seq hash signature key_id"},
}

# What no door shows, or nobody can edit, and why.
OURS = "a number or column of ours, from which nothing is read but what is shown beside it"
FOR_GOOD = "the permanent name, which no door alters once it was shown"
ACCOUNT = "the account; readers see recorded_as"
LINK = "for editors alone: whether the link still answers"
LOOKED = "for editors alone: how the looking goes; what it found is shown"
HIDDEN = {
    **{
        model: {"slug" if hasattr(model, "slug") else "code": FOR_GOOD}
        for model in EDITS
        if issubclass(model, SharedModel | Proposal)
    },
    models.StatusUpdate: {"recorded_by": ACCOUNT},
    models.PolicyEvent: {"recorded_by": ACCOUNT},
    models.Check: {"recorded_by": ACCOUNT},
    models.Uptake: {"recorded_by": ACCOUNT, "voided_by": ACCOUNT, "passage": OURS},
    models.Criterion: {"added_at": "never edited: from when on the past lists it"},
    models.Checkpoint: {"made_at": "part of the edition, in Last-Modified"},
}
HIDDEN[Proposal] |= dict.fromkeys(
    [
        *("version", "created_at", "edited_at", "content_digest", "status_from", "proposed_from"),
        "proposed_to",
        "target_to",
        *("search_title", "search_names", "search_text", "search_tags"),
    ],
    OURS,
)
HIDDEN[models.Document] |= dict.fromkeys(
    ["text", "text_hash"], "for editors alone: readers see the words that answer"
)
HIDDEN[models.ProposalWords] = {"lexemes": OURS}
HIDDEN[models.Enclosure] = dict.fromkeys(["place", "outer"], "follows from the parents of places")
HIDDEN[models.Source] |= dict.fromkeys(
    ["link_checked_at", "link_status", "link_final_url", "link_error"], LINK
)
HIDDEN[models.KeptCopy] = {
    **dict.fromkeys(["kept_by"], ACCOUNT),
    "kept_from": "for editors alone: the link is shown",
    **dict.fromkeys(
        ["noted_at", "page_digest", "link", "looked_at", "etag", "last_modified"], LOOKED
    ),
    **dict.fromkeys(["fault", "failures", "next_look_at", "tries"], LOOKED),
}
# What editors do for each other, passages and what they may answer until an editor decides,
# readers who follow, tokens
# of programs and answers kept for them, whose programs are told of
# what, tables on their way in and what other lists say: private as a whole.
PRIVATE = {
    models.ApiToken,
    models.Assignment,
    models.Candidate,
    models.Channel,
    models.ChannelItem,
    models.Delivery,
    models.Elsewhere,
    models.Host,
    models.IdempotencyKey,
    models.IntakeArticle,
    models.IntakePage,
    models.Mapping,
    models.Match,
    models.Matching,
    models.Note,
    models.Passage,
    models.Reminder,
    models.Routine,
    models.Subscription,
    models.Suggestion,
    models.TermRequest,
    models.Typed,
    models.Upload,
    models.Watch,
    models.Webhook,
    models.WebhookMessage,
}

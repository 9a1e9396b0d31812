"""What each code means, in a sentence, and in what colour a chart may show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proposals.choices import (
    STATUS_COLOURS,
    STATUS_MEANINGS,
    AuthorKind,
    Basis,
    BodyKind,
    ChangeKind,
    CopyOrigin,
    CriterionState,
    DateBasis,
    DocumentKind,
    EvidenceClass,
    Instrument,
    Noun,
    PageState,
    Precision,
    SourceKind,
    SourceLanguage,
    Specificity,
    TermKind,
    UptakeRelation,
)

# By the list that the code is in, as in `codes.FIXED`.
MEANINGS: dict[str, Mapping[Any, str | Promise]] = {
    "status": STATUS_MEANINGS,
    "instrument": {
        Instrument.FUND: _(
            "Money set aside for one purpose, from which grants, loans or investments are made."
        ),
        Instrument.SUBSIDY: _("Public money towards what people or firms spend."),
        Instrument.TAX: _("A tax, rate, duty or allowance brought in, changed or waived."),
        Instrument.LEGISLATION: _("A law made, amended or repealed."),
        Instrument.REGULATION: _(
            "Rules, licences or supervision by an authority, under laws that there are."
        ),
        Instrument.INSTITUTION: _("An office, company, council or other body set up or reformed."),
        Instrument.PLAN: _("A strategy, a blueprint or targets that government adopts."),
        Instrument.PILOT: _("A measure tried on a small scale or for a limited time."),
        Instrument.INFRASTRUCTURE: _(
            "Something built for public use: roads, buildings, networks, computing power."
        ),
        Instrument.TRAINING: _("Courses, placements or qualifications that give people skills."),
        Instrument.EXCHANGE: _("Visits, events and standing contacts between people or places."),
        Instrument.STANDARD: _(
            "A specification, code or mark that others follow or are tested by."
        ),
        Instrument.MARKET_ACCESS: _(
            "A market, trade or profession opened to those whom it kept out."
        ),
        Instrument.PLATFORM: _(
            "A shared service or system through which others trade, work together or use data."
        ),
        Instrument.AGREEMENT: _("Terms settled with another government, place or organisation."),
        Instrument.COOPERATION: _(
            "Work done together with another place or sector, without terms settled in writing."
        ),
        Instrument.PROMOTION: _("Publicity, persuasion or encouragement, without money."),
        Instrument.COORDINATION: _("Tasks of several authorities brought under one hand or plan."),
        Instrument.FINANCIAL_PRODUCT: _(
            "Bonds, funds, trusts, insurance or other products by which money is raised or kept."
        ),
        Instrument.INCENTIVE: _(
            "Land, rates, quotas or other favours by which private firms are drawn in."
        ),
        Instrument.OTHER: _("A means that is none of those named."),
    },
    "specificity": {
        Specificity.FIRM: _(
            "A named scheme, rule, body, target or other measure: one can look whether it was done."
        ),
        Specificity.SOFT: _(
            "To strengthen, encourage or explore something, with nothing by which to see that "
            "it was done."
        ),
    },
    "criterion_state": {
        CriterionState.MET: _("Evidence shows that this part exists as it was asked."),
        CriterionState.PARTLY: _("Evidence shows some of this part, and some of it is missing."),
        CriterionState.NOT_MET: _("Somebody looked, and this part does not exist."),
        CriterionState.UNKNOWN: _("Nothing on record says whether this part exists."),
    },
    "evidence_class": {
        EvidenceClass.SOURCE: _("The text in which the proposal itself was made."),
        EvidenceClass.OFFICIAL_DOCUMENT: _(
            "What government or a public body publishes as its policy: an address, a paper, a "
            "budget, the Gazette."
        ),
        EvidenceClass.OFFICIAL_STATEMENT: _(
            "What an official says in public: a reply, a press release, a speech."
        ),
        EvidenceClass.LEGISLATIVE_RECORD: _("Minutes, papers and answers of the legislature."),
        EvidenceClass.CONCRETE_ACT: _(
            "A thing done that anybody can look up: a law in force, a service open, money paid."
        ),
        EvidenceClass.MEDIA_REPORT: _(
            "News of it by others; it supports a status and never carries one alone."
        ),
        EvidenceClass.OTHER: _("A document of no other class."),
    },
    "precision": {
        Precision.DAY: _("The day is known."),
        Precision.MONTH: _("The month is known; the day written is the first of it."),
        Precision.YEAR: _("The year is known; the day written is 1 January."),
    },
    "basis": {
        Basis.STATED: _("The source names the body that is asked."),
        Basis.INFERRED: _("The source names nobody; the editors name the body in charge."),
    },
    "date_basis": {
        DateBasis.STATED: _("The date is printed."),
        DateBasis.INFERRED: _("The editors inferred the date from the text, and say from what."),
        DateBasis.UNKNOWN: _("Nothing is known of the date."),
    },
    "body_kind": {
        BodyKind.GOVERNMENT: _("The Government, where no bureau of it is known to be asked."),
        BodyKind.OFFICIAL: _("One of the principal officials, with the office."),
        BodyKind.BUREAU: _("A policy bureau, led by a Secretary."),
        BodyKind.DEPARTMENT: _(
            "A department or an office of Government, which carries policy out."
        ),
        BodyKind.ADVISORY: _("A committee or a working group set up by Government."),
        BodyKind.STATUTORY: _("A regulator or another body set up by a law of its own."),
        BodyKind.PUBLIC_COMPANY: _("A company that Government founded or has the most shares of."),
        BodyKind.LEGISLATURE: _("The Legislative Council."),
        BodyKind.CENTRAL: _("An authority of the Central People’s Government."),
        BodyKind.NON_GOVERNMENT: _("Firms, schools, media and others that are not of Government."),
    },
    "author_kind": {
        AuthorKind.PERSON: _("A person who signs or speaks."),
        AuthorKind.ORGANISATION: _(
            "A party, a company, a think tank or another group that speaks as one."
        ),
    },
    "term_kind": {
        TermKind.BODY: _("A bureau, department or another institution."),
        TermKind.SCHEME: _("A fund, programme, course or other measure under a name of its own."),
        TermKind.PLAN: _("A plan, blueprint, standard or other document."),
        TermKind.PLACE: _("A region, a district or a site."),
        TermKind.PERSON: _("Somebody by name."),
        TermKind.OTHER: _("A name of no other kind."),
    },
    "source_kind": {
        SourceKind.OP_ED: _("An article of opinion under its author’s name."),
        SourceKind.SEMINAR_REPORT: _("A report of what was said at a seminar or forum."),
        SourceKind.INTERVIEW: _("Answers given to a journalist."),
        SourceKind.NEWS: _("A report in which the proposal is told by others."),
        SourceKind.SPEECH: _("The text of a speech."),
        SourceKind.REPORT: _("A study, a submission or a paper."),
        SourceKind.OTHER: _("A text of no other kind."),
    },
    "source_language": {
        SourceLanguage.HANT: _("The source is in Chinese, in traditional characters."),
        SourceLanguage.HANS: _("The source is in Chinese, in simplified characters."),
        SourceLanguage.EN: _("The source is in English."),
    },
    "document_kind": {
        DocumentKind.POLICY_ADDRESS: _("The Chief Executive’s yearly address, or a part of it."),
        DocumentKind.BUDGET: _("The Financial Secretary’s yearly Budget speech, or a paper of it."),
        DocumentKind.REPLY: _(
            "What Government answers to a question or motion in the legislature."
        ),
        DocumentKind.PRESS_RELEASE: _("What a body announces to the press, or says in a speech."),
        DocumentKind.CONSULTATION: _("A paper on which a body invites views."),
        DocumentKind.GAZETTE: _("A notice in the Gazette."),
        DocumentKind.OTHER: _("An official text of no other kind."),
    },
    "relation": {
        UptakeRelation.SAME: _("The words take up what was asked, as it was asked."),
        UptakeRelation.PART: _("The words take up a part of what was asked."),
        UptakeRelation.PARALLEL: _(
            "The words announce something like it, for another place or means."
        ),
        UptakeRelation.CONTRARY: _("The words decline it, or announce the opposite."),
    },
    "copy_origin": {
        CopyOrigin.FETCHED: _("It was fetched from the link."),
        CopyOrigin.GIVEN: _("An editor had the file."),
    },
    "page_state": {
        PageState.UNCHANGED: _("The page says what it said when it was first seen."),
        PageState.CHANGED: _("The page says something else; no words quoted are gone from it."),
        PageState.QUOTE_GONE: _("The page answers; the words quoted stand there no more."),
        PageState.DEAD: _("The link has failed twice, a day apart."),
    },
    "change_kind": {
        ChangeKind.PUBLISHED: _("It was published, for the first time or again."),
        ChangeKind.UPDATED: _("Its texts or facts were edited."),
        ChangeKind.STATUS: _("A status update was recorded or confirmed."),
        ChangeKind.CHECKED: _("An editor looked and found nothing new."),
        ChangeKind.VOIDED: _("A record was declared a mistake."),
        ChangeKind.WITHDRAWN: _("It is public no more."),
        ChangeKind.MERGED: _(
            "It was found to be the same as another proposal, which has taken it in."
        ),
        ChangeKind.PERSON: _("An author was added, edited or taken away."),
        ChangeKind.SOURCE: _(
            "A source or publication was added, edited or taken away, or a page that is cited kept "
            "or found changed."
        ),
        ChangeKind.TERM: _(
            "An entry of a list, such as a body or a term, was added, edited or taken away."
        ),
        ChangeKind.IDEA: _("A shared idea was added, edited or taken away."),
        ChangeKind.UPTAKE: _("Official words were linked with what they answer, or a link voided."),
    },
    "noun": {
        Noun.PROPOSAL: _("One thing asked for that could later be checked."),
        Noun.AUTHOR: _("A person or organisation that makes proposals."),
        Noun.PUBLICATION: _("Where sources appear."),
        Noun.SOURCE: _("A text in which proposals were made."),
        Noun.SECTOR: _("A field of policy."),
        Noun.BODY: _("An institution that may be asked."),
        Noun.PLACE: _("What place a proposal is about."),
        Noun.IDEA: _("The same proposal made by several authors."),
        Noun.SYNONYM: _("Words that mean one thing, and find each other."),
        Noun.TERM: _("A public name in Chinese and English, and where it was seen."),
        Noun.DOCUMENT: _("An official text that answers proposals."),
        Noun.UPTAKE: _("A passage of an official document that answers a proposal."),
        Noun.COPY: _("What is kept of a page that is cited, and what has become of the page."),
    },
}

# On light paper and on dark. Sixteen that are told apart, eight hues deep and then pale; after
# them what lies between, for lists that have become longer.
PALETTE = (
    ("#01538b", "#448bcb"),
    ("#744207", "#b9742e"),
    ("#01603a", "#389c6a"),
    ("#852e33", "#c46668"),
    ("#5b3d87", "#9274c3"),
    ("#535408", "#8b8c27"),
    ("#0b5b62", "#0698a4"),
    ("#7b2f5f", "#b86797"),
    ("#549bdb", "#a7d3fd"),
    ("#c9833f", "#fdbf89"),
    ("#49ab79", "#91e3b4"),
    ("#d57576", "#feb9b8"),
    ("#a183d4", "#d6c2fe"),
    ("#9a9b39", "#d2d482"),
    ("#1ba8b5", "#70e2ee"),
    ("#c976a6", "#feb4dd"),
    ("#cc33cc", "#33cc33"),
    ("#3333cc", "#cc33cc"),
    ("#279b27", "#b2cc33"),
    ("#cc3333", "#4e9b27"),
    ("#cc3366", "#92704f"),
    ("#332442", "#cc4c33"),
    ("#999066", "#4bd278"),
    ("#4b62d2", "#de7cde"),
    ("#cc3399", "#889966"),
)
PLAIN = ("#57524a", "#b3ada1")

# Of the lists that a chart is coloured by; sectors, which editors curate, take the palette in the
# order in which they were added.
COLOURS: dict[str, dict[Any, tuple[str, str]]] = {
    "status": STATUS_COLOURS,
    "instrument": dict(zip(Instrument, (*PALETTE[: len(Instrument) - 1], PLAIN), strict=True)),
    "specificity": dict(zip(Specificity, (PALETTE[0], PALETTE[9]), strict=True)),
}

"""Every page of the desk: each of these registers its own with the admin when it is imported."""

from proposals.admin import (
    accounts,
    assignments,
    glossary,
    history,
    ideas,
    links,
    people,
    policy_events,
    proposals,
    sources,
    subscriptions,
    suggestions,
    synonyms,
    taxonomy,
    tokens,
    webhooks,
)

__all__ = [
    "accounts",
    "assignments",
    "glossary",
    "history",
    "ideas",
    "links",
    "people",
    "policy_events",
    "proposals",
    "sources",
    "subscriptions",
    "suggestions",
    "synonyms",
    "taxonomy",
    "tokens",
    "webhooks",
]

"""The editors' desk: Django's own admin, with the acts of tracking as pages of their own."""

from proposals.admin import (
    history,
    ideas,
    people,
    policy_events,
    proposals,
    sources,
    subscriptions,
    taxonomy,
    tokens,
)

__all__ = [
    "history",
    "ideas",
    "people",
    "policy_events",
    "proposals",
    "sources",
    "subscriptions",
    "taxonomy",
    "tokens",
]

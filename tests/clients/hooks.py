"""What Schemathesis loads: every other call that writes states what the rules of the desk allow.

A text that a schema lets through is seldom the slug of a proposal, let alone one that may take the
step; without this, writes that succeed would hardly be met.
"""

import itertools
from urllib.parse import urlsplit

import requests
import schemathesis

_numbers = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    fit = FIT.get(case.operation.definition.raw["operationId"])
    is_meant_well = case.meta is not None and case.meta.generation.mode.is_positive
    if fit is None or not is_meant_well or next(_numbers) % 2:
        return
    case.headers.pop("If-Match", None)
    parts = urlsplit(case.operation.base_url)
    fit(case, lambda path: rows(f"{parts.scheme}://{parts.netloc}/api/v1/{path}"))


def rows(address):
    return requests.get(address, timeout=30).json()["results"]


def recorded(case, get):
    slugs = [
        row["slug"] for row in get("proposals/?status=proposed&status=under_study&page_size=100")
    ]
    document = {"evidence_class": "official_document", "title": "施政報告"}
    case.body = {
        **{name: text for name, text in case.body.items() if name.startswith("reason_")},
        "proposal": slugs[next(_numbers) % len(slugs)],
        "status": "under_study",
        "effective_on": "2026-06-15",
        "evidence": [document],
    }


def checked(case, get):
    [row] = get("proposals/?page_size=1")
    case.body |= {"proposal": row["slug"], "checked_on": "2026-10-01", "next_check_on": None}


def voided(case, get):
    updates = get("status-updates/?status=under_study&page_size=500")
    case.path_parameters["id"] = next(row["id"] for row in updates if row["holds"])


def confirmed(case, get):
    updates = get("status-updates/?status=delivered&page_size=500")
    waiting = [row for row in updates if row["awaiting_confirmation"]]
    if waiting:
        row = waiting[next(_numbers) % len(waiting)]
        case.path_parameters["id"] = row["id"]
        case.body = {"opened": [*range(1, len(row["evidence"]) + 1)]}


FIT = {
    "status_updates_write": recorded,
    "checks_write": checked,
    "status_updates_void_write": voided,
    "status_updates_confirm_write": confirmed,
}

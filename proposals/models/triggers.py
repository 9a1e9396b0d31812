"""What the database itself holds a proposal's status to."""

from __future__ import annotations

import pgtrigger

from proposals.choices import (
    NEEDS_CONFIRMATION,
    Status,
)

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)

# Who restores a backup owns the tables, and switches their triggers off while it lasts.
NEVER_EMPTIED = pgtrigger.Trigger(
    name="never_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'Cannot empty % table: what it holds stays for good', TG_TABLE_NAME;",
)


def status_by_log(proposal: str) -> str:
    """The body of a trigger that holds a proposal's status to its log, whoever writes.

    It runs when the transaction ends, and looks at the row as it then stands. `proposal` is
    an SQL expression for its id.
    """
    waiting = ", ".join(f"'{status}'" for status in sorted(NEEDS_CONFIRMATION))
    return f"""
        SELECT status INTO held FROM proposals_proposal WHERE id = {proposal};
        SELECT COALESCE((
            WITH live AS (
                SELECT u.* FROM proposals_statusupdate u
                WHERE u.proposal_id = {proposal} AND u.status <> ''
                AND NOT EXISTS (SELECT FROM proposals_statusupdate v WHERE v.void_of_id = u.id)
                AND (u.status NOT IN ({waiting})
                     OR EXISTS (SELECT FROM proposals_statusupdate c WHERE c.confirms_id = u.id))
            )
            SELECT status FROM live ORDER BY COALESCE((
                SELECT max(ask.effective_on) + interval '12 hours' FROM live ask
                WHERE ask.status = '{Status.PROPOSED}' AND live.status <> '{Status.PROPOSED}'
                AND ask.effective_on > live.effective_on
                AND ask.effective_on <= live.effective_by
            ), effective_from + interval '0 hours') DESC, id DESC LIMIT 1
        ), '{Status.PROPOSED}') INTO logged;
        IF held IS NOT NULL AND held <> logged THEN
            RAISE EXCEPTION 'status of proposal % is %, but its log says %',
                {proposal}, held, logged
                USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_status_is_logged';
        END IF;
        RETURN NULL;
    """  # noqa: S608 - every part of it is a constant of ours


STATUS_VARIABLES = [("held", "TEXT"), ("logged", "TEXT")]

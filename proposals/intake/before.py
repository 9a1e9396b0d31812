"""Pure: what the clauses of a Chinese sentence that ask for nothing say of those that follow."""

from dataclasses import dataclass

from proposals.intake.actors import GOVERNMENT, is_private, is_public
from proposals.intake.carrying import (
    ALSO,
    MADE_KNOWN,
    MEANT,
    OUGHT,
    PURPOSE,
    REMINDS,
    RULED,
    TO_SOME,
    WARNED,
    WHOEVER,
)
from proposals.intake.weighing import EVERYBODY, tells_of_past


@dataclass
class Before:
    """What the clauses of a sentence that ask for nothing say of those that follow them."""

    warned: bool = False  # members of the public are told
    whoever: bool = False  # the last one names whoever is of some kind
    was_past: bool = False  # the last one tells of what was done
    by_government: bool = False  # and what those did who govern
    is_known: bool = False  # those who govern make it known
    is_general: bool = False  # the last one names what is so of all of a kind
    is_ruled: bool = False  # it is so by what is in force, up to what ought to be
    purpose: bool = False  # the last one tells what one would do it for

    def hear(self, clause: str) -> None:
        self.warned = (
            self.warned
            or bool(WARNED.search(clause) and is_private(clause))
            or bool(REMINDS.search(clause))
            or bool(TO_SOME.search(clause))
        )
        self.whoever = bool(WHOEVER.search(clause))
        self.was_past = tells_of_past(clause)
        self.by_government = bool(GOVERNMENT.search(clause))
        self.is_known = self.is_known or bool(MADE_KNOWN.search(clause))
        self.is_ruled = self.is_ruled or self.is_known or bool(RULED.search(clause))
        self.is_general = bool(EVERYBODY.match(clause) or MEANT.search(clause))
        self.purpose = bool(PURPOSE.match(clause))

    def against(self, clause: str, prefix: str, rule: str) -> list[str]:
        was_past, self.was_past = self.was_past, False
        self.is_known = self.is_known and rule in ("goes_on", "carried", "listed")
        is_told = self.warned or (self.whoever and not prefix)
        rules = ["private_actor"] if is_told and not is_public(prefix) else []
        if was_past and self.by_government and clause.startswith("要求"):
            rules.append("past")
        if was_past and ALSO.match(clause) and not prefix.strip("并亦也又还及再"):
            rules.append("past")
        if self.is_general and prefix in ("", "是"):
            rules += ["slogan", "vague"]
        by_government = GOVERNMENT.search(prefix)
        self.is_ruled = self.is_ruled and not OUGHT.search(clause) and not by_government
        return [*rules, "past"] if self.is_known or self.is_ruled else rules

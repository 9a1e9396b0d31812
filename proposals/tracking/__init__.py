"""Where proposals stand, and how they got there.

`writer` is the one writer of status, and its verbs are called by the name of this folder:
`tracking.record(…)`. `rules` says what may be recorded, `projection` what a log adds up to.
"""

from proposals.tracking.writer import (
    check,
    confirm,
    copy,
    newest_number,
    record,
    steps_from,
    void,
)

__all__ = ["check", "confirm", "copy", "newest_number", "record", "steps_from", "void"]

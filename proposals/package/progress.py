"""How far the loading of a package has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Told how many rows are done, and of how many.
Progress = Callable[[int, int], Any]


@dataclass
class Loaded:
    """How far a load has come, and how many rows of each table were new or changed."""

    rows: int
    progress: Progress | None = None
    rows_done: int = 0
    changed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def done(self, rows: int) -> None:
        self.rows_done += rows
        if self.progress:
            self.progress(self.rows_done, self.rows)

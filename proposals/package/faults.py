"""What is wrong with a package, told by file, row and column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class PackageFault:
    """One thing wrong with a package. `row` is the number that a spreadsheet shows beside it: the
    header is 1. 0 is the file as a whole."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.message}"


class PackageError(Exception):
    """A package that was not loaded, and everything that is wrong with it."""

    def __init__(self, faults: list[PackageFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = sorted(set(faults))

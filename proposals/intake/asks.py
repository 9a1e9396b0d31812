"""Pure: a passage that asks, with the rules that say so."""

from dataclasses import dataclass, field

from proposals.intake.names import Author
from proposals.intake.rules import RULES


@dataclass
class Ask:
    """A passage that asks for something, by its place in the flow; `body` is where what to do begins."""

    start: int
    end: int
    rules: list[str] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    body: int = 0

    @property
    def score(self) -> float:
        return sum(RULES[rule].weight for rule in self.rules)

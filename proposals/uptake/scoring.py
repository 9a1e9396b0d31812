"""How surely a sentence answers an ask: what they share, and what of the ask is left unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from proposals.uptake.asks import Profile

# A title whose own words weigh less than this has none.
_HARDLY = 0.3


@dataclass(frozen=True)
class Window:
    """One or two sentences of a passage."""

    start: int
    end: int
    keys: frozenset[str]
    characters: frozenset[str]
    # Without what stands between words.
    squeezed: str
    # What all its tokens weigh, whether any ask has them or not.
    weight: float


@dataclass(frozen=True)
class Surroundings:
    """What holds for all windows of a passage: its heading, and the places that it names."""

    heading: frozenset[str]
    # All tokens of the passage.
    named: frozenset[str]
    places: frozenset[str]
    # Each place that is known with those that it lies in.
    around: dict[str, frozenset[str]]


class Signals(NamedTuple):
    """What speaks for a match and what against it, each from 0 to 1."""

    # How much of the title is said, and of the rest; and of the title without the names of what
    # there is already, about which much else may be said.
    title: float
    rest: float
    matter: float
    # The same by single characters, whatever the words are.
    characters: float
    # How much is said at all, with and without those names: a few words are soon met by chance.
    mass: float
    matter_mass: float
    # How much of what the sentence says is of the ask.
    density: float
    # The name of the scheme that is asked for; the name of one that exists.
    scheme: float
    existing: float
    # What the ask is for (a fund, a list, a course …) is not said.
    without_means: float
    # Other places are said than its own.
    elsewhere: float
    # One of the bodies that are asked is named.
    body: float
    # How much of what is said no better ask has; and how far ahead of the next one it is.
    own: float = 1.0
    lead: float = 0.0
    # The words beside it say what becomes of something.
    spoken: float = 0.0


@dataclass
class Compared:
    """A window beside an ask."""

    profile: Profile
    window: Window
    shared: frozenset[str]
    signals: Signals

    @property
    def rough(self) -> float:
        """By what the two have alone, before other asks are looked at."""
        s = self.signals
        score = (s.title + 0.5 * (1 - s.title) * s.rest) * min(1.0, s.mass * 5 / 3)
        score = max(score, 0.8 * s.scheme) + 0.1 * s.existing
        score *= min(1.0, 0.6 + 1.6 * s.matter)
        return score * (1 - 0.2 * s.without_means) * (1 - 0.3 * s.elsewhere)


def compare(profile: Profile, window: Window, around: Surroundings) -> Compared:
    """What a window and an ask share."""
    title, rest = profile.title, profile.rest
    shared = window.keys & (title.keys() | rest.keys())
    titled = sum(title.get(key, 0.0) for key in shared)
    told = sum(rest.get(key, 0.0) for key in shared)
    # What the heading says need not be said again, but says it of all that stands under it.
    headed = (around.heading & title.keys()) - window.keys
    titled += 0.5 * sum(title[key] for key in headed)
    named = profile.names | profile.places
    own = sum(weight for key, weight in title.items() if key not in named)
    said = sum(title.get(key, 0.0) for key in shared - named)
    more = sum(rest.get(key, 0.0) for key in shared - named)
    is_named = bool(profile.scheme) and profile.scheme in window.squeezed
    is_away = bool(profile.places) and not profile.places & around.places
    near = {key for place in profile.places for key in around.around[place]}
    signals = Signals(
        title=titled / profile.title_weight,
        rest=told / profile.rest_weight if profile.rest_weight else 0.0,
        # A title of names alone is the matter itself.
        matter=said / own if own > _HARDLY else titled / profile.title_weight,
        characters=sum(
            profile.characters[c] for c in window.characters & profile.characters.keys()
        ),
        mass=min(1.0, (titled + told) / 5),
        matter_mass=min(1.0, (said + more) / 4),
        density=min(1.0, profile.worth(shared) / window.weight) if window.weight else 0.0,
        scheme=float(is_named and profile.is_new),
        existing=float(is_named and not profile.is_new),
        without_means=float(
            bool(profile.means) and not profile.means & (window.keys | around.heading)
        ),
        elsewhere=float(is_away and bool(around.places - near)),
        body=float(bool(profile.bodies & around.named)),
    )
    return Compared(profile, window, shared, signals)


# Fitted by logistic regression on the texts of benchmarks/matching and on others like them.
WEIGHTS = Signals(
    title=0.02,
    rest=0.70,
    matter=0.30,
    characters=1.21,
    mass=1.55,
    matter_mass=1.91,
    density=1.24,
    scheme=0.16,
    existing=-0.66,
    without_means=-0.08,
    elsewhere=-0.50,
    body=1.01,
    own=1.28,
    lead=2.98,
    spoken=1.39,
)
BIAS = -6.38


def score(signals: Signals) -> float:
    """How surely the ask is answered, from 0 to 1."""
    return 1 / (1 + exp(-BIAS - sum(w * s for w, s in zip(WEIGHTS, signals, strict=True))))

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
    # How many of the things are named that it is about; and of its topics, if need be elsewhere in
    # the passage.
    subject: float
    topics: float
    # The title by single characters, whatever the words are.
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
    # Neither its own places are said nor others.
    unplaced: float
    # One of the bodies that are asked is named.
    body: float


@dataclass
class Compared:
    """A window beside an ask."""

    profile: Profile
    window: Window
    shared: frozenset[str]
    signals: Signals
    # The odds of a match by these signals, before other asks are looked at; a logarithm.
    alone: float
    # How far these odds are ahead of the next ask's, or behind the best one's.
    lead: float = 0.0
    # How far they are behind those of another passage that answers the same ask.
    rivalled: float = 0.0
    # How much of what is said no better ask has.
    own: float = 1.0
    # The words beside it say what becomes of something.
    is_spoken: bool = False

    @property
    def score(self) -> float:
        """How surely the ask is answered, from 0 to 1."""
        ahead, behind = min(FAR, max(self.lead, 0.0)), max(-FAR, min(self.lead, 0.0))
        odds = BIAS + ALONE * self.alone + AHEAD * ahead + BEHIND * behind + OWN * self.own
        odds += SPOKEN * self.is_spoken + RIVALLED * self.rivalled
        return 1 / (1 + exp(-odds))


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    """How much is said of what is wanted; all of it where nothing is."""
    return len(wanted & said) / len(wanted) if wanted else 1.0


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
        subject=_share(profile.subject, window.keys | around.heading),
        topics=_share(profile.topics, around.named),
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
        unplaced=float(is_away and not around.places - near),
        body=float(bool(profile.bodies & around.named)),
    )
    alone = WEIGHTS_BIAS + sum(w * s for w, s in zip(WEIGHTS, signals, strict=True))
    return Compared(profile, window, shared, signals, alone)


# Fitted by logistic regression on the texts of benchmarks/matching and on others like them: first
# what an ask and a window have alone, and then that beside other asks.
WEIGHTS = Signals(
    title=0.46,
    rest=2.74,
    matter=-0.01,
    subject=1.81,
    topics=0.63,
    characters=1.57,
    mass=3.54,
    matter_mass=3.26,
    density=2.72,
    scheme=1.37,
    existing=0.46,
    without_means=-1.25,
    elsewhere=0.02,
    unplaced=-0.11,
    body=0.60,
)
WEIGHTS_BIAS = -8.16
ALONE, AHEAD, BEHIND, OWN, SPOKEN, RIVALLED = 0.56, 0.18, 0.63, 0.83, 0.67, 0.33
BIAS = -0.86
# A lead that is no longer told from a longer one.
FAR = 6.0

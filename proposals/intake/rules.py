"""Every rule of extraction: its name, what it weighs, and what it tells an editor."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """Why a passage was or was not taken for an ask; `weight` is added to its score."""

    weight: float
    meaning: object


# The first group opens an ask; each candidate has one of them.
RULES = {
    "speech_act": Rule(0.60, _("Somebody proposes, urges or calls for it in so many words.")),
    "wish": Rule(0.40, _("Somebody hopes that a public body will do it.")),
    "duty": Rule(0.58, _("It should or must be done.")),
    "need": Rule(0.50, _("It is needed, or has to be done.")),
    "permission": Rule(0.42, _("A public body could or may do it.")),
    "implicit": Rule(0.60, _("It is asked for without a verb of asking: why not, it is time to.")),
    "assent": Rule(0.55, _("The author is for it.")),
    "verdict": Rule(0.58, _("It is judged to be the way, or not to be put off.")),
    "plain": Rule(0.42, _("It is told plainly as what is to be, where an ask is looked for.")),
    "listed": Rule(0.45, _("It is told as the first, the second, of several things to do.")),
    "condition": Rule(0.50, _("If only it were done, good would come of it.")),
    "frame": Rule(0.62, _("It stands in a list of proposals.")),
    "goes_on": Rule(0.50, _("It goes on from an ask in the same sentence.")),
    "carried": Rule(0.42, _("It goes on from an ask in the sentence before.")),
    "learned": Rule(0.40, _("It opens in none of these ways and reads like clauses that ask.")),
    # What the ask says.
    "concrete": Rule(0.15, _("Its verb is one of which one can see whether it was done.")),
    "direction": Rule(0.0, _("Its verb names a direction.")),
    "unknown_verb": Rule(-0.08, _("Its verb is not one that measures are known by.")),
    "public_actor": Rule(0.08, _("It names who in public life is to act.")),
    "thing": Rule(0.06, _("It names a scheme, body, rule or the like.")),
    "named": Rule(0.08, _("It calls something by a name in quotation marks.")),
    "figure": Rule(0.05, _("It states a figure or a date.")),
    "alike": Rule(0.20, _("It reads like clauses that ask.")),
    # What speaks against it.
    "aim": Rule(-0.30, _("It tells what a measure is for, not what to do.")),
    "private_actor": Rule(-0.50, _("It tells the public, not a public body, what to do.")),
    "foreign": Rule(-0.45, _("It tells what is done elsewhere.")),
    "past": Rule(-0.42, _("It tells what was done or is being done.")),
    "capability": Rule(-0.25, _("It tells what can be offered, not what should be done.")),
    "official": Rule(-0.40, _("An official tells of plans of the official's own side.")),
    "others": Rule(-0.50, _("It is somebody else's proposal, which the author does not take up.")),
    "opposed": Rule(-0.60, _("The author is against it.")),
    "irony": Rule(-0.60, _("It is asked in irony.")),
    "question": Rule(-0.40, _("It is asked whether, not that, it should be done.")),
    "negative": Rule(-0.08, _("It tells what should not be done.")),
    "slogan": Rule(-0.25, _("It rallies, and names nothing to do.")),
    "vague": Rule(-0.18, _("It rests with attitudes and chances, and names no measure.")),
    "general": Rule(-0.20, _("A general call, whose own measures follow it.")),
}

# From which score on a candidate is offered.
THRESHOLD = 0.5

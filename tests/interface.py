"""What the interface says, by its message in the code and whatever its translation."""

from django.utils.translation import gettext, override, pgettext

from proposals.languages import EN, HANT, PREFIXES


def says(message: str, prefix: str = "", *, context: str = "") -> str:
    """A message as the pages under a prefix, or at an address, say it in their language."""
    first = "/" + prefix.strip("/").partition("/")[0]
    language = next((name for name, own in PREFIXES.items() if own == first), HANT)
    with override(language):
        words = pgettext(context, message) if context else gettext(message)
    assert words != message or language == EN, message
    return words

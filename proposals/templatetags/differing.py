"""Two states of a text beside each other, with what differs marked."""

from diff_match_patch import diff_match_patch
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# So much of what is alike is shown on either side of what differs.
_KEPT = 60
_SAME, _GONE, _NEW = 0, -1, 1


@register.simple_tag
def differing(before: str, after: str) -> tuple[SafeString, SafeString]:
    """The text before with what goes struck out, and after with what comes marked."""
    differ = diff_match_patch()
    differ.Diff_Timeout = 0.1
    pieces = differ.diff_main(before, after)
    differ.diff_cleanupSemantic(pieces)
    old, new = SafeString(""), SafeString("")
    for place, (kind, text) in enumerate(pieces):
        if kind == _SAME:
            shown = format_html("{}", _shortened(text, place == 0, place == len(pieces) - 1))
            old, new = old + shown, new + shown
        elif kind == _GONE:
            old += format_html("<del>{}</del>", text)
        elif kind == _NEW:
            new += format_html("<ins>{}</ins>", text)
    return old, new


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * _KEPT:
        return text
    begin = "" if is_first else text[:_KEPT]
    end = "" if is_last else text[-_KEPT:]
    return f"{begin}…{end}"

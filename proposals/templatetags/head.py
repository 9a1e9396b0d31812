"""What a page says of itself to machines: its texts once more, and whole addresses."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_block_tag
def captured(content: str) -> str:
    """What a block holds, to be named by `as` and said more than once."""
    return content


@register.simple_tag
def absolute(path: str) -> str:
    """The whole address of a path of ours."""
    return settings.SITE_URL + path

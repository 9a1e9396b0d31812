"""What stands in the address of a row, made from its name."""

from collections.abc import Container
from itertools import chain

from django.utils.text import slugify

from proposals.languages import to_hans


def slug_of(*names: str, length: int) -> str:
    """The words of the first name in Latin letters, else the pinyin of the first in Chinese."""
    written = [slugify(name) for name in names if not _is_chinese(name)]
    spelt = (_spelt(name) for name in names if _is_chinese(name))
    return cut(next(filter(None, chain(written, spelt)), ""), length)


def free(slug: str, taken: Container[str], length: int) -> str:
    """The slug, or the first with a number after it that nothing has. `taken` is in small
    letters."""
    number, offered = 1, slug
    while offered in taken:
        number += 1
        offered = f"{cut(slug, length - 1 - len(str(number)))}-{number}"
    return offered


def _spelt(name: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - heavy, and few processes make slugs

    # The readings of whole words are known by their Simplified form.
    return slugify(" ".join(lazy_pinyin(to_hans(name))))


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in name)


def cut(slug: str, length: int) -> str:
    """As many whole words as there is room for."""
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug.strip("-")

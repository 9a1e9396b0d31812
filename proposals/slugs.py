"""What stands in the address of a row, made from its name."""

from collections.abc import Container

from django.utils.text import slugify
from pypinyin import lazy_pinyin

from proposals.languages import to_hans


def slug_of(*names: str, length: int) -> str:
    """The words of the first name in Latin letters, else the pinyin of the first in Chinese."""
    written = [slugify(name) for name in names if not _is_chinese(name)]
    # The readings of whole words are known by their Simplified form.
    chinese = [to_hans(name) for name in names if _is_chinese(name)]
    spelt = [slugify(" ".join(lazy_pinyin(name))) for name in chinese]
    return _cut(next(filter(None, [*written, *spelt]), ""), length)


def free(slug: str, taken: Container[str], length: int) -> str:
    """The slug, or the first with a number after it that nothing has. `taken` is in small
    letters."""
    number, offered = 1, slug
    while offered in taken:
        number += 1
        offered = f"{_cut(slug, length - 1 - len(str(number)))}-{number}"
    return offered


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in name)


def _cut(slug: str, length: int) -> str:
    """As many whole words as there is room for."""
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug.strip("-")

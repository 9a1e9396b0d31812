"""What a robots.txt allows, as RFC 9309 has it. Pure.

The group that names us holds, all of them together where there are several, and else that of `*`.
Of its rules the longest that fits an address decides, and of two as long the one that allows.
"""

from __future__ import annotations

import math
import re
import string
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# What a site has to say stands in these.
MOST_BYTES = 500 * 1024
# No page of ours needs more; each * may be looked for anywhere.
_LONGEST_RULE = 1000
_TOKEN = re.compile(r"[A-Za-z_-]+")
# Stands for itself, escaped or not.
_PLAIN = frozenset(string.ascii_letters + string.digits + "-._~")
_RESERVED = "!#$&'()*+,/:;=?@[]%"
_ESCAPE = re.compile("(%[0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Rules:
    """What holds for us: whether each path is allowed, and how many seconds to pause."""

    rules: tuple[tuple[str, bool], ...]
    delay: float = 0

    def allow(self, url: str) -> bool:
        parts = urlsplit(url)
        path = _escaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = [(len(rule), allows) for rule, allows in self.rules if _fits(rule, path)]
        return max(fitting, default=(0, True))[1]


def rules_for(agent: str, text: str) -> Rules:
    """What a robots.txt says to a program of that name."""
    ours: list[tuple[str, str]] = []
    every: list[tuple[str, str]] = []
    # Those that the next rule belongs to; a group may have several names.
    groups: list[list[tuple[str, str]]] = []
    is_named, is_naming = False, True
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().casefold(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not is_naming:
                groups, is_naming = [], True
            token = _TOKEN.match(value)
            if value.startswith("*"):
                groups.append(every)
            elif token and token[0].casefold() == agent.casefold():
                groups.append(ours)
                is_named = True
        elif name in {"allow", "disallow", "crawl-delay"}:
            is_naming = False
            for group in groups:
                group.append((name, value))
    return _read(ours if is_named else every)


def _read(lines: list[tuple[str, str]]) -> Rules:
    rules, delay = [], 0.0
    for name, value in lines:
        if name == "crawl-delay":
            with suppress(ValueError):
                asked = float(value)
                delay = max(delay, asked) if math.isfinite(asked) else delay
        elif value and len(value) <= _LONGEST_RULE:
            rules.append((_escaped(value), name == "allow"))
    return Rules(tuple(rules), delay)


def _fits(rule: str, path: str) -> bool:
    """Whether a path begins as a rule says; * stands for anything, and $ at its end for the end."""
    is_whole = rule.endswith("$")
    first, *parts = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for part in parts[:-1]:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if not parts:
        return not is_whole or place == len(path)
    if is_whole:
        return len(path) - len(parts[-1]) >= place and path.endswith(parts[-1])
    return path.find(parts[-1], place) >= 0


def _escaped(path: str) -> str:
    """One way to write it, of the several that mean the same: what is plain as it is, what is
    beyond ASCII escaped, what is reserved as it was written."""
    return "".join(
        (_plain(piece) if n % 2 else quote(piece, safe=_RESERVED))
        for n, piece in enumerate(_ESCAPE.split(path))
    )


def _plain(escape: str) -> str:
    letter = chr(int(escape[1:], 16))
    return letter if letter in _PLAIN else escape.upper()

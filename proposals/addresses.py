"""Addresses of pages: one page under the many that lead to it."""

from urllib.parse import parse_qsl, urlencode, urlsplit

# What newsletters, networks and search engines hang on an address to know who followed it.
HUNG_ON = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "msclkid", "yclid"})


def is_hung_on(parameter: str) -> bool:
    return parameter in HUNG_ON or parameter.startswith("utm_")


def same_page(url: str) -> str:
    """What all addresses of one page have in common; empty for what is no address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in pairs if not is_hung_on(name)])
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{kept}" if host else ""

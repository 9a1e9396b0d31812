"""What a robots.txt allows, by the examples of RFC 9309 and beyond them."""

import pytest

from proposals.manners.robots import rules_for

AGENT = "PolicyProposalTracker"
NAMED = f"User-agent: {AGENT}\n"


def allows(text, path):
    return rules_for(AGENT, text).allow(f"https://gov.example{path}")


def of_all(*rules):
    return "User-agent: *\n" + "\n".join(rules)


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        # Nothing said, nothing forbidden.
        ((), "/a", True),
        (("Disallow:",), "/a", True),
        (("Disallow: /",), "/a", False),
        (("Disallow: /",), "/robots.txt", True),
        (("Disallow: /a",), "/ab/c", False),
        (("Disallow: /a",), "/A", True),
        # The longest that fits, wherever it stands; of two as long the one that allows.
        (("Disallow: /a/", "Allow: /a/b"), "/a/b/c", True),
        (("Allow: /a/b", "Disallow: /a/b/c"), "/a/b/c", False),
        (("Disallow: /page", "Allow: /page"), "/page", True),
        (("Allow: /p", "Disallow: /"), "/page", True),
        # Wildcards.
        (("Disallow: /*.pdf$",), "/gia/a.pdf", False),
        (("Disallow: /*.pdf$",), "/gia/a.pdf?x=1", True),
        (("Disallow: /*.pdf",), "/gia/a.pdf?x=1", False),
        (("Disallow: /a$",), "/a", False),
        (("Disallow: /a$",), "/ab", True),
        (("Disallow: /a*b*c$",), "/axbyc", False),
        (("Disallow: /a*b*c$",), "/axcyb", True),
        (("Disallow: /a*bc$",), "/abc", False),
        (("Disallow: /ab*bc$",), "/abc", True),
        (("Disallow: *secret",), "/a/secret", False),
        (("Disallow: /*?",), "/list?page=2", False),
        (("Disallow: /*?",), "/list", True),
        # Written in several ways.
        (("Disallow: /%E6%96%BD%E6%94%BF",), "/施政/1", False),
        (("Disallow: /施政",), "/%e6%96%bd%e6%94%bf/1", False),
        (("Disallow: /a%2fb",), "/a/b", True),
        (("Disallow: /a%2Fb",), "/a%2fb", False),
        (("Disallow: /%61",), "/abc", False),
        # Comments, cases, spaces, what is unknown.
        (("  dIsAlLoW :  /a   # for now", "Noindex: /", "nonsense"), "/a", False),
        (("Disallow: /" + "a" * 2000,), "/" + "a" * 2001, True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules, path, is_allowed):
    assert allows(of_all(*rules), path) is is_allowed


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: policyproposaltracker\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: PolicyProposalTracker/2\nDisallow: /", False),
        ("User-agent: PolicyProposal\nDisallow: /", True),
        ("User-agent: other\nUser-agent: PolicyProposalTracker\nDisallow: /", False),
        # Another line between two names ends no group that has no rule yet.
        ("User-agent: PolicyProposalTracker\nSitemap: /s\nUser-agent: other\nDisallow: /", False),
        ("User-agent: other\nDisallow: /\nUser-agent: PolicyProposalTracker\nAllow: /", True),
        # Several groups that name us are one.
        (f"{NAMED}Disallow: /b\n\nUser-agent: *\nAllow: /\n\n{NAMED}Disallow: /a", False),
        # An empty line parts no names.
        ("User-agent: PolicyProposalTracker\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: PolicyProposalTracker\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("Disallow: /", True),
    ],
)
def test_the_group_that_names_us_holds_and_else_that_of_all(text, is_allowed):
    assert allows(text, "/a") is is_allowed


def test_a_pause_is_asked_for_in_seconds_and_nonsense_is_none():
    def delay(value):
        return rules_for(AGENT, of_all(f"Crawl-delay: {value}")).delay

    assert [delay(value) for value in ("2.5", "20")] == [2.5, 20]
    assert {delay(value) for value in ("soon", "inf", "nan", "-3")} == {0}


def test_no_rule_takes_long_to_try():
    rules = of_all(*(f"Disallow: /{'*a' * 400}{n}$" for n in range(500)))
    assert allows(rules, "/" + "a" * 1900)

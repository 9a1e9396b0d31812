"""What a page says of itself to machines."""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from proposals.choices import AuthorKind
from proposals.languages import LANG_TAGS, LOCALES, PREFIXES
from proposals.templatetags.structured import in_script
from tests.factories import people, proposals, sources, taxonomy

# Each would end a script, a string, an attribute or a line, were it written as it is.
HOSTILE = "</script><script>alert(1)</script><!-- \"quoted\" 'single' & \\ \u2028\u2029 --> ]]>"
JSON_LD = "application/ld+json"


class Head(HTMLParser):
    """The meta and link elements of a page, and its data, as a browser parses them."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.links, self.scripts, self.title = {}, [], [], ""
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.inside = tag
        if tag == "meta":
            name = attributes.get("property", attributes.get("name"))
            self.meta.setdefault(name, []).append(attributes.get("content"))
        if tag == "link":
            self.links.append(attributes)
        if tag == "script":
            self.scripts.append([attributes, ""])

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1][1] += data
        if self.inside == "title":
            self.title += data

    @property
    def data(self):
        blocks = [
            text for attrs, text in self.scripts if attrs.get("type") == "application/ld+json"
        ]
        assert len(blocks) == 1
        told = json.loads(blocks[0])
        assert told["@context"] == "https://schema.org"
        return {thing["@type"]: thing for thing in told["@graph"]}


def head(client, address):
    return Head(client.get(address).content.decode())


@pytest.fixture
def silver(db):
    return proposals.published(
        slug="silver",
        sector=taxonomy.sector("ageing"),
        source=sources.source(
            "銀髮有辦法",
            slug="article",
            url="https://daily.example/1",
            publication=sources.publication(),
            published_on=dt.date(2026, 5, 1),
            published_on_precision="month",
        ),
        authors=[
            people.author("陳大文", "Chan Tai-man", slug="chan"),
            people.author(
                "民商聯盟", "The Alliance", slug="alliance", kind=AuthorKind.ORGANISATION
            ),
        ],
    )


@pytest.mark.parametrize("language", PREFIXES)
def test_a_page_names_its_one_address_and_what_a_preview_shows(client, silver, language):
    prefix = PREFIXES[language]
    page = head(client, f"{prefix}/proposals/silver/")
    address = f"{settings.SITE_URL}{prefix}/proposals/silver/"
    assert [link["href"] for link in page.links if link["rel"] == "canonical"] == [address]
    title = silver.localized("title", language)
    others = [LOCALES[other] for other in LOCALES if other != language]
    assert {name: page.meta[name] for name in page.meta if name and ":" in name} == {
        "og:url": [address],
        "og:locale": [LOCALES[language]],
        "og:locale:alternate": others,
        "og:site_name": [page.title.split(" · ")[-1]],
        "og:type": ["article"],
        "og:title": [title],
        "og:description": [silver.localized("summary", language)],
        "twitter:card": ["summary"],
    }
    assert page.title.startswith(f"{title} · ")
    assert page.meta["description"] == page.meta["og:description"]


def test_the_front_page_can_be_searched_from_elsewhere(client, db):
    page = head(client, "/en/")
    assert page.data["WebSite"] == {
        "@type": "WebSite",
        "name": "Policy Proposal Tracker",
        "url": f"{settings.SITE_URL}/en/",
        "inLanguage": "en",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.SITE_URL}/en/proposals/?q={{words}}",
            },
            "query-input": "required name=words",
        },
    }
    assert page.meta["og:type"] == ["website"]


def test_a_proposal_is_a_work_with_its_authors_and_its_source(client, silver):
    page = head(client, "/en/proposals/silver/")
    told = page.data["CreativeWork"]
    assert dt.datetime.fromisoformat(told.pop("datePublished")) == silver.first_published_at
    assert dt.datetime.fromisoformat(told.pop("dateModified")) == silver.updated_at
    assert told == {
        "@type": "CreativeWork",
        "name": "Set up a silver-economy fund",
        "abstract": silver.summary_en,
        "url": f"{settings.SITE_URL}/en/proposals/silver/",
        "inLanguage": "en",
        "author": [
            {
                "@type": "Person",
                "name": "Chan Tai-man",
                "url": f"{settings.SITE_URL}/en/authors/chan/",
            },
            {
                "@type": "Organization",
                "name": "The Alliance",
                "url": f"{settings.SITE_URL}/en/authors/alliance/",
            },
        ],
        "about": {
            "@type": "Thing",
            "name": silver.sector.name_en,
            "url": f"{settings.SITE_URL}/en/sectors/ageing/",
        },
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "銀髮有辦法",
            "inLanguage": silver.source.language,
            "url": "https://daily.example/1",
            "publisher": {"@type": "Organization", "name": "Daily"},
            "datePublished": "2026-05",
        },
        "dateCreated": "2026-05-20",
    }


def test_a_day_that_nobody_stated_is_not_told(client, db):
    undated = proposals.published(proposed_on=None, source=sources.source())
    told = head(client, f"/proposals/{undated.slug}/").data["CreativeWork"]
    assert "dateCreated" not in told
    assert told["isBasedOn"].keys() & {"datePublished", "publisher"} == set()


def test_what_a_date_cannot_say_is_told_in_words(client, db):
    bounds = {
        "published_not_before": dt.date(2026, 5, 18),
        "published_not_after": dt.date(2026, 6, 2),
    }
    reason = {"published_basis_hant": "據內文。", "published_basis_en": "By the text."}
    between = sources.source(**bounds, **reason)
    in_june = sources.source(
        published_on=dt.date(2026, 6, 1), published_on_precision="month", **reason
    )
    said = "between 18 May and 2 June 2026 (inferred from the text)"
    for source, dates in [
        (between, {"temporal": said}),
        (in_june, {"dateCreated": "2026-06", "temporal": "June 2026 (inferred from the text)"}),
    ]:
        ask = proposals.published(proposed_on=None, source=source)
        told = head(client, f"/en/proposals/{ask.slug}/").data["CreativeWork"]
        assert {name: told[name] for name in told if name in ("dateCreated", "temporal")} == dates
        assert told["isBasedOn"]["temporal"] == dates["temporal"]


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/proposals/silver/", ["/", "/proposals/", "/proposals/silver/"]),
        ("/proposals/", ["/", "/proposals/"]),
        ("/authors/chan/", ["/", "/authors/", "/authors/chan/"]),
        ("/sources/article/", ["/", "/sources/", "/sources/article/"]),
        ("/sectors/ageing/", ["/", "/sectors/", "/sectors/ageing/"]),
        ("/methodology/", ["/", "/methodology/"]),
        ("/glossary/", ["/", "/glossary/"]),
        ("/documents/", ["/", "/documents/"]),
    ],
)
@pytest.mark.parametrize("language", PREFIXES)
def test_inner_pages_tell_the_way_to_them(client, silver, language, path, way):
    prefix = PREFIXES[language]
    page = head(client, prefix + path)
    crumbs = page.data["BreadcrumbList"]["itemListElement"]
    assert [crumb["position"] for crumb in crumbs] == list(range(1, len(way) + 1))
    assert [crumb["item"] for crumb in crumbs] == [settings.SITE_URL + prefix + p for p in way]
    assert f"{crumbs[-1]['name']} · " in page.title


def test_the_data_page_is_a_data_set_with_its_files(client, db):
    told = head(client, "/en/data/").data["Dataset"]
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["inLanguage"] == list(LANG_TAGS.values())
    assert [(file["encodingFormat"], file["contentUrl"]) for file in told["distribution"]] == [
        ("application/zip", f"{settings.SITE_URL}/en/data/tracker.zip"),
        ("text/csv", f"{settings.SITE_URL}/en/data/proposals.csv"),
    ]


def test_no_text_can_break_out_of_the_data(client, db):
    told = json.loads(re.fullmatch(r"<script[^>]*>(.*)</script>", in_script({"a": HOSTILE}))[1])
    assert told == {"a": HOSTILE}
    assert in_script({"a": HOSTILE}).count("<") == 2
    assert not set("\u2028\u2029&") & set(in_script({"a": HOSTILE}))
    row = proposals.published(
        title_en=HOSTILE,
        summary_en=HOSTILE,
        authors=[people.author("甲", HOSTILE)],
        source=sources.source(HOSTILE),
    )
    page = head(client, f"/en/proposals/{row.slug}/")
    work = page.data["CreativeWork"]
    assert work["name"] == work["abstract"] == work["author"][0]["name"] == HOSTILE
    assert work["isBasedOn"]["name"] == HOSTILE
    assert page.data["BreadcrumbList"]["itemListElement"][-1]["name"] == HOSTILE
    assert page.meta["og:title"] == [HOSTILE]
    # Every other script is a file of ours.
    assert [text for attrs, text in page.scripts if "src" not in attrs] == [
        text for attrs, text in page.scripts if attrs.get("type") == JSON_LD
    ]


def test_feeds_are_found_with_the_filter_of_the_list(client, silver):
    def feeds(address):
        page = head(client, address)
        return [
            (link["type"], link["href"])
            for link in page.links
            if link.get("type", "").startswith(("application/atom", "application/feed"))
        ]

    chosen = "?status=proposed&sector=ageing"
    assert feeds(f"/en/proposals/{chosen}&ordering=title&page_size=5") == [
        ("application/atom+xml", f"/en/feeds/proposals.atom{chosen}"),
        ("application/feed+json", f"/en/feeds/proposals.json{chosen}"),
        ("application/atom+xml", f"/en/feeds/changes.atom{chosen}"),
    ]
    assert feeds("/") == [
        ("application/atom+xml", "/feeds/proposals.atom"),
        ("application/feed+json", "/feeds/proposals.json"),
        ("application/atom+xml", "/feeds/changes.atom"),
    ]
    assert feeds("/proposals/silver/") == [
        ("application/atom+xml", "/feeds/changes.atom?proposal=silver")
    ]


def test_what_is_not_there_says_nothing_of_itself(client, hide):
    _drafted, withdrawn, _merged = hide()
    for address in (f"/en/proposals/{withdrawn.slug}/", "/en/nowhere/"):
        text = client.get(address).content.decode()
        assert "ld+json" not in text
        assert "og:" not in text
        assert 'rel="canonical"' not in text
        assert "Not for the public" not in text

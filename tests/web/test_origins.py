"""A script on another site may read what is for programs, and ask whether it has moved."""

import pytest

from tests.factories import proposals

pytestmark = pytest.mark.django_db

OPEN = [
    *("/api/v1/proposals/", "/feeds/changes.atom", "/en/feeds/deadlines.ics"),
    *("/zh-hans/data/proposals.csv", "/data/releases.json", "/stats/sectors.csv", "/oembed/?url="),
]
ELSEWHERE = {"Origin": "https://dashboard.example"}
WANTED = ELSEWHERE | {
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "if-none-match",
}


@pytest.mark.parametrize("address", OPEN)
def test_an_open_address_says_so_before_and_after(client, address):
    proposals.published()
    asked = client.options(address, headers=WANTED)
    answer = client.get(address, headers=ELSEWHERE)
    answer.close()

    assert (asked.status_code, asked.content) == (204, b"")
    allowed = asked.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since"} <= set(allowed)
    assert "x-csrftoken" not in allowed
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", ["/", "/proposals/", "/admin/login/", "/subscribe/"])
def test_others_are_not_open(client, address):
    asked = client.options(address, headers=WANTED)
    answer = client.get(address, headers=ELSEWHERE)

    for each in (asked, answer):
        assert not [name for name in each.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("address", [*OPEN[1:], "/proposals/"])
def test_what_is_only_read_knows_three_methods(address, client):
    client.handler.enforce_csrf_checks = True
    posted = client.post(address)
    asked = client.options(address)

    assert (posted.status_code, posted.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (asked.status_code, asked.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    head = client.head(address)
    head.close()
    assert head.status_code in (200, 400)


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", "same-origin"),
        ("/admin/login/", "same-origin"),
        ("/api/v1/proposals/", "cross-origin"),
        ("/embed/proposals/", None),
    ],
)
def test_each_answer_says_who_may_load_it_and_asks_nothing_of_a_browser(client, address, policy):
    headers = client.get(address).headers
    assert headers.get("Cross-Origin-Resource-Policy") == policy
    assert "camera=()" in headers["Permissions-Policy"]

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.test import Client
from django.urls import include, path


def broken(request):
    raise RuntimeError


urlpatterns = i18n_patterns(
    path("broken/", broken),
    path("", include("proposals.web.urls")),
    prefix_default_language=False,
)


def heading(answer):
    page = answer.content.decode()
    assert "/static/proposals/site" in page
    assert 'id="main"' in page
    return page.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "找不到頁面"), ("/zh-hans", "找不到页面"), ("/en", "Page not found")],
)
def test_an_unknown_address_is_not_found(client, prefix, words):
    answer = client.get(f"{prefix}/nowhere/")
    assert answer.status_code == 404
    assert heading(answer) == words


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "請求有誤"), ("/zh-hans", "请求有误"), ("/en", "Bad request")]
)
def test_a_request_that_makes_no_sense_is_a_bad_one(client, prefix, words):
    answer = client.get(f"{prefix}/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert heading(answer) == words


# No test here has a database: an error page that asked for one would fail.
@pytest.mark.urls("tests.web.test_errors")
@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "發生錯誤"), ("/zh-hans", "发生错误"), ("/en", "Something went wrong")],
)
def test_a_fault_of_ours_has_a_page_that_needs_no_database(prefix, words):
    answer = Client(raise_request_exception=False).get(f"{prefix}/broken/")
    assert answer.status_code == 500
    assert heading(answer) == words

"""Forms of the desk lose nothing of what is typed."""

import datetime as dt
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from proposals.admin.typed import ACCOUNT
from proposals.models import Proposal, Source, StatusUpdate, Typed
from tests.admin.forms import address, as_sent
from tests.factories import proposals

pytestmark = pytest.mark.django_db
TYPED = reverse("admin:typed")
ENTER = reverse("admin:proposals_source_enter")
ADD = reverse("admin:proposals_proposal_add")


def kept(client, page, **typed):
    return client.post(TYPED, {"address": page, "body": urlencode(typed)})


def test_what_is_typed_comes_back_and_is_not_saved(editor):
    proposal = proposals.published()
    page = address(proposal)
    sent = as_sent(editor.get(page), title_hant="未儲存的題目")
    editor.post(TYPED, {"address": page, "body": urlencode(sent, doseq=True)})
    assert editor.get(TYPED, {"address": page}).json()["at"]
    assert "未儲存的題目" not in editor.get(page).content.decode()
    assert "未儲存的題目" in editor.get(f"{page}?typed=1").content.decode()
    proposal.refresh_from_db()
    assert proposal.title_hant == "設立銀髮經濟基金"


def test_once_it_is_saved_it_is_forgotten(editor):
    kept(editor, ADD, title_hant="興建鐵路")
    editor.post(ADD, as_sent(editor.get(ADD), title_hant="興建鐵路"))
    assert not Typed.objects.exists()
    kept(editor, ADD, title_hant="又一")
    editor.post(TYPED, {"address": ADD, "body": ""})
    assert not Typed.objects.exists()


def test_nobody_else_gets_what_is_typed(editor, chief):
    kept(editor, ENTER, headline="機密標題")
    assert chief.get(TYPED, {"address": ENTER}).json() == {"at": None}
    assert "機密標題" not in chief.get(f"{ENTER}?typed=1").content.decode()
    assert "機密標題" in editor.get(f"{ENTER}?typed=1").content.decode()
    assert not Source.objects.exists()


def ended(client):
    """The browser of an account whose session has ended: it was at the desk before."""
    client.get(reverse("admin:index"))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def test_a_session_that_ended_returns_to_the_filled_form(editor):
    draft = proposals.draft()
    criterion = {"criteria-0-text_hant": "基金已經成立。", "criteria-0-text_en": "The fund exists."}
    sent = as_sent(editor.get(address(draft)), title_hant="登出後的題目", **criterion)
    answer = ended(editor).post(address(draft), sent)
    assert parse_qs(urlsplit(answer.url).query)["next"] == [f"{address(draft)}?typed=1"]
    editor.force_login(editor.user)
    page = editor.get(f"{address(draft)}?typed=1")
    assert "登出後的題目" in page.content.decode()
    draft.refresh_from_db()
    assert draft.title_hant != "登出後的題目"
    saved = editor.post(address(draft), as_sent(page))
    assert saved.status_code == 302
    draft.refresh_from_db()
    assert draft.title_hant == "登出後的題目"
    assert draft.criteria.get().text_hant == "基金已經成立。"


def test_of_a_browser_that_was_never_signed_in_nothing_is_kept(editor):
    stranger = Client()
    answer = stranger.post(ADD, {"title_hant": "陌生人的題目"})
    assert parse_qs(urlsplit(answer.url).query)["next"] == [ADD]
    assert not Typed.objects.exists()
    assert not stranger.session.keys()
    stranger.force_login(editor.user)
    assert "陌生人的題目" not in stranger.get(f"{ADD}?typed=1").content.decode()


def test_who_signs_in_next_does_not_see_what_another_account_had_typed(editor, chief):
    ended(editor).post(ADD, {"title_hant": "編輯的題目"})
    editor.force_login(chief.user)
    assert "編輯的題目" not in editor.get(f"{ADD}?typed=1").content.decode()
    # From here on the browser is that of the other account.
    ended(editor).post(ENTER, {"headline": "主編的標題"})
    kept = set(Typed.objects.values_list("by", "address"))
    assert kept == {(editor.user.pk, ADD), (chief.user.pk, ENTER)}


@pytest.mark.parametrize("spoilt", ["password", "closed", "forged"])
def test_a_browser_is_known_no_longer_than_its_account_stands(editor, spoilt):
    gone = ended(editor)
    if spoilt == "password":
        editor.user.set_password("another-long-one-34")
    elif spoilt == "closed":
        editor.user.is_active = False
    else:
        gone.cookies[ACCOUNT] = gone.cookies[ACCOUNT].value[:-1]
    editor.user.save()
    gone.post(ADD, {"title_hant": "題目"})
    assert not Typed.objects.exists()


def test_nothing_too_long_and_no_password_waits_for_its_account(editor):
    gone = ended(editor)
    gone.post(ADD, {"title_hant": "x" * 500_001})
    gone.post(reverse("admin:auth_user_add"), {"username": "new", "password1": "a-long-one-12"})
    assert not Typed.objects.exists()


def test_of_one_account_so_many_forms_are_kept(editor, monkeypatch):
    monkeypatch.setattr("proposals.models.typed.MOST_FORMS", 2)
    gone = ended(editor)
    pages = [address(proposals.draft()) for _ in range(3)]
    for page in pages:
        gone.post(page, {"title_hant": "題目"})
    assert {row.address for row in Typed.objects.all()} == set(pages[1:])


def test_an_act_that_was_sent_without_a_session_is_shown_and_not_done(editor):
    proposal = proposals.published()
    typed = {"status": "stalled", "effective_on": "2026-06-01", "reason_hant": "沒有下文。"}
    rows = {"evidence-TOTAL_FORMS": 3, "evidence-INITIAL_FORMS": 0}
    ended(editor).post(address(proposal, "record"), typed | rows)
    editor.force_login(editor.user)
    page = editor.get(f"{address(proposal, 'record')}?typed=1").content.decode()
    assert "沒有下文。" in page
    assert StatusUpdate.objects.count() == 1


def test_an_action_that_was_sent_without_a_session_is_not_done_later(editor):
    draft = proposals.draft()
    listed = reverse("admin:proposals_proposal_changelist")
    ended(editor).post(listed, {"action": "publish_selected", "_selected_action": draft.pk})
    editor.force_login(editor.user)
    editor.get(f"{listed}?typed=1", follow=True)
    assert not Proposal.objects.public().exists()


def test_only_pages_of_the_desk_are_kept_and_not_for_ever(editor):
    assert kept(editor, "/proposals/", q="x").status_code == 400
    assert editor.post(TYPED, {"address": ADD, "body": "x" * 500_001}).status_code == 413
    kept(editor, ADD, title_hant="舊")
    Typed.objects.update(at=timezone.now() - dt.timedelta(days=31))
    kept(editor, ENTER, headline="新")
    assert [row.address for row in Typed.objects.all()] == [ENTER]


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("date", "20/5/2026", "2026年5月20日"),
        ("date", "2026年5月", "2026年5月"),
        ("date", "soon", "未能讀作日期。"),
        ("authors", "無此人", "新增：無此人"),
        ("title_hant", "興建鐵路", "網址代號：xing-jian-tie-lu"),
    ],
)
def test_what_a_value_means_is_told_while_it_is_typed(editor, kind, value, told):
    lines = editor.get(reverse("admin:told"), {"kind": kind, "value": value}).json()["told"]
    assert told in [line["text"] for line in lines]


def test_what_is_there_already_is_told_with_its_page(editor):
    shown = proposals.published()
    shown.source.url = "https://daily.example/1"
    shown.source.save()
    author = shown.authors.get()
    for kind, value, row in (
        ("title_hant", shown.title_hant, shown),
        ("headline", shown.source.headline, shown.source),
        ("url", "http://www.daily.example/1?utm_source=x", shown.source),
        ("authors", author.name_hant, author),
    ):
        answer = editor.get(reverse("admin:told"), {"kind": kind, "value": value}).json()
        noun = row._meta.model_name
        there = reverse(f"admin:proposals_{noun}_change", args=[row.pk])
        assert there in [line["address"] for line in answer["told"]]

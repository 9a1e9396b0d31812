"""Signing in: who is let in by what, how often one may guess, and who is told of it."""

import time
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.template.loader import get_template
from django.urls import reverse

from proposals.accounts.idle import NOTED_EVERY, SEEN_AT
from tests.factories import people

LOGIN = "/admin/account/login/"
PASSWORD = "a-long-one-12"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in_by_form(client, account, password=PASSWORD, **more):
    sent = {"login": getattr(account, "username", account), "password": password}
    return client.post(LOGIN, sent | more)


def account(role="Editor", **fields):
    return people.user(role=role, password=PASSWORD, **fields)


def is_in(client):
    return client.get("/admin/").status_code == 200


def code(secret):
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def test_an_editor_signs_in_by_password_and_goes_where_it_wanted(client, db):
    asked = client.get("/admin/proposals/proposal/", follow=True)
    assert asked.redirect_chain[-1][0].startswith(LOGIN)
    answer = sign_in_by_form(client, account(), next="/admin/proposals/proposal/")
    assert answer.url == "/admin/proposals/proposal/"
    assert is_in(client)


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, db, to):
    assert sign_in_by_form(client, account(), next=to).url == "/admin/"


def test_after_five_wrong_passwords_an_account_waits_whether_it_is_there_or_not(client, db):
    there = account()
    said = {}
    for name in (there.username, "nobody-of-this-name"):
        answers = [sign_in_by_form(client, name, "wrong") for _ in range(6)]
        said[name] = [str(a.context["form"].non_field_errors()) for a in answers]
    assert said[there.username] == said["nobody-of-this-name"]
    assert len(set(said[there.username][:5])) == 1
    assert "五分鐘" in said[there.username][5]
    sign_in_by_form(client, there)
    assert not is_in(client)


def test_one_address_may_not_guess_at_many_accounts(client, db):
    for number in range(20):
        sign_in_by_form(client, f"name-{number}", "wrong")
    sign_in_by_form(client, account())
    assert not is_in(client)


@pytest.mark.parametrize(
    ("asked_of", "role", "enters"),
    [
        ("nobody", "Chief editor", True),
        ("leading", "Editor", True),
        ("leading", "Chief editor", False),
        ("leading", "Administrator", False),
        ("all", "Contributor", False),
    ],
)
def test_the_setting_says_who_needs_a_second_factor(client, db, settings, asked_of, role, enters):
    settings.SECOND_FACTOR = asked_of
    sign_in_by_form(client, account(role))
    assert is_in(client) is enters
    if not enters:
        led = client.get("/admin/proposals/proposal/", follow=True)
        assert led.request["PATH_INFO"] == reverse("mfa_index")
        assert "第二" in led.content.decode()


def test_with_a_second_factor_the_password_alone_opens_nothing(client, db, settings):
    settings.SECOND_FACTOR = "leading"
    chief = account("Chief editor")
    secret = generate_totp_secret()
    TOTP.activate(chief, secret)
    answer = sign_in_by_form(client, chief)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(answer.url, {"code": "000000"})
    assert not is_in(client)
    client.post(answer.url, {"code": code(secret)})
    assert is_in(client)


def test_a_recovery_code_lets_in_once(client, db):
    editor = account()
    TOTP.activate(editor, generate_totp_secret())
    [one, *_others] = RecoveryCodes.activate(editor).get_unused_codes()
    for enters in (True, False):
        answer = sign_in_by_form(client, editor)
        client.post(answer.url, {"code": one})
        assert is_in(client) is enters
        client.post(reverse("account_logout"))


def test_a_factor_is_added_on_the_page_by_who_shows_the_password(client, db):
    editor = account()
    sign_in_by_form(client, editor)
    asked_again = client.get(reverse("mfa_activate_totp")).url
    assert asked_again.startswith(reverse("account_reauthenticate"))
    page = client.post(asked_again, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    kinds = set(Authenticator.objects.filter(user=editor).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_a_new_browser_is_told_by_mail_and_the_same_again_is_not(client, db, mailoutbox):
    editor = account(email="editor@example.org")
    sign_in_by_form(client, editor)
    [mail] = mailoutbox
    assert mail.to == ["editor@example.org"]
    assert "127.0.0.1" in mail.body
    again = type(client)()
    sign_in_by_form(again, editor)
    assert len(mailoutbox) == 1
    other = type(client)(headers={"User-Agent": "Another"})
    sign_in_by_form(other, editor)
    assert len(mailoutbox) == 2


def test_other_sessions_are_listed_and_ended(client, db):
    editor = account()
    other = type(client)(headers={"User-Agent": "Left open elsewhere"})
    sign_in_by_form(other, editor)
    sign_in_by_form(client, editor)
    page = reverse("usersessions_list")
    assert "Left open elsewhere" in client.get(page).content.decode()
    client.post(page)
    assert is_in(client)
    assert not is_in(other)


def test_a_password_is_set_anew_by_mail_and_no_page_says_whose_address_it_is(
    client, db, mailoutbox
):
    editor = account(email="editor@example.org")
    ask = reverse("account_reset_password")
    known = client.post(ask, {"email": "editor@example.org"}, follow=True)
    [mail] = mailoutbox
    unknown = client.post(ask, {"email": "nobody@example.org"}, follow=True)
    assert len(mailoutbox) == 1
    assert known.redirect_chain == unknown.redirect_chain
    link = next(line for line in mail.body.split() if "/password/reset/key/" in line)
    form = client.get(link.replace("http://testserver", ""), follow=True)
    new = {"password1": "another-long-34", "password2": "another-long-34"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert f'<a href="{reverse("account_login")}">登入</a>' in done.text
    assert "連結無效" in client.get(link.replace("http://testserver", ""), follow=True).text
    sign_in_by_form(client, editor, "another-long-34")
    assert is_in(client)


def test_nobody_signs_up_and_who_is_no_editor_does_not_enter(client, db):
    assert client.get("/admin/account/signup/").url.startswith("/admin/login/")
    outsider = account(role=None)
    outsider.is_staff = False
    outsider.save()
    sign_in_by_form(client, outsider)
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hans"])
@pytest.mark.parametrize(
    "page", ["login/", "password/reset/", "second-factor/", "sessions/", "password/change/"]
)
def test_the_pages_are_there_in_each_language(client, db, prefix, page):
    if page not in {"login/", "password/reset/"}:
        sign_in_by_form(client, account())
    assert client.get(f"{prefix}/admin/account/{page}").status_code == 200


@pytest.mark.parametrize(("prefix", "heading"), [("", "通行密鑰"), ("/en", "Security Keys")])
def test_a_key_is_listed_renamed_and_removed(client, db, prefix, heading):
    editor = account()
    key = Authenticator(user=editor, type="webauthn", data={"name": "辦公室的鑰匙"})
    key.save()
    client.force_login(editor)
    keys = f"{prefix}/admin/account/second-factor/webauthn/"
    listed = client.get(keys).content.decode()
    assert heading in listed
    assert "辦公室的鑰匙" in listed
    for act in ("edit", "remove"):
        assert f'href="{keys}keys/{key.pk}/{act}/"' in listed


@pytest.mark.parametrize("part", ["account", "mfa", "usersessions"])
def test_every_page_of_the_library_finds_what_it_loads(part):
    templates = Path(allauth.__file__).parent / "templates"
    for path in (templates / part).rglob("*.html"):
        get_template(str(path.relative_to(templates)))


def test_a_session_that_nobody_used_for_long_has_ended(client, db, settings):
    sign_in_by_form(client, account())
    assert is_in(client)
    session = client.session
    session[SEEN_AT] -= settings.SESSION_IDLE_HOURS * 3600 + 1
    session.save()
    assert not is_in(client)
    # Its row is gone, not only its cookie.
    assert not session.exists(session.session_key)


def test_a_session_in_use_goes_on_and_says_so_now_and_then(client, db):
    sign_in_by_form(client, account())
    session = client.session
    session[SEEN_AT] -= NOTED_EVERY + 1
    session.save()
    assert is_in(client)
    assert client.session[SEEN_AT] > session[SEEN_AT]

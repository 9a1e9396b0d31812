"""What a superuser sees of how an account signs in, and takes away."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.admin.forms import as_sent
from tests.admin.test_signing_in import account, is_in, sign_in_by_form


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def owner(sign_in):
    client = sign_in()
    client.user.is_superuser = True
    client.user.save()
    return client


@pytest.fixture
def editor(db):
    return account(email="editor@example.org")


def page(of):
    return reverse("admin:auth_user_change", args=[of.pk])


def take_off(client, of, model):
    """Tick the rows of a model on the page of an account, and save it."""
    shown = client.get(page(of))
    [formset] = [
        inline.formset
        for inline in shown.context["inline_admin_formsets"]
        if inline.formset.model is model
    ]
    ticked = {f"{form.prefix}-DELETE": "on" for form in formset.initial_forms}
    assert client.post(page(of), as_sent(shown) | ticked).status_code == 302
    return len(ticked)


def test_a_lost_factor_is_taken_off_and_the_account_is_told(owner, editor, mailoutbox):
    secret = generate_totp_secret()
    TOTP.activate(editor, secret)
    RecoveryCodes.activate(editor)
    assert secret not in owner.get(page(editor)).text
    take_off(owner, editor, Authenticator)
    assert not Authenticator.objects.filter(user=editor).exists()
    assert [mail.to for mail in mailoutbox] == [["editor@example.org"]]


def test_recovery_codes_do_not_outlive_the_last_factor(owner, editor):
    TOTP.activate(editor, generate_totp_secret())
    RecoveryCodes.activate(editor)
    shown = owner.get(page(editor))
    [factors] = [
        inline.formset
        for inline in shown.context["inline_admin_formsets"]
        if inline.formset.model is Authenticator
    ]
    [app] = [form for form in factors.initial_forms if form.instance.type == "totp"]
    owner.post(page(editor), as_sent(shown) | {f"{app.prefix}-DELETE": "on"})
    assert not Authenticator.objects.filter(user=editor).exists()


def test_a_session_that_is_taken_off_has_ended(client, owner, editor):
    sign_in_by_form(client, editor)
    assert is_in(client)
    assert take_off(owner, editor, UserSession) == 1
    assert not is_in(client)


def test_a_session_that_is_over_is_not_listed(client, owner, editor):
    sign_in_by_form(client, editor)
    client.session.flush()
    assert take_off(owner, editor, UserSession) == 0


def test_others_than_superusers_are_shown_neither(sign_in, editor):
    administrator = sign_in("Administrator")
    assert administrator.get(page(editor)).context["inline_admin_formsets"] == []


def test_no_page_lists_the_secrets_of_all():
    assert not {Authenticator, UserSession} & admin.site._registry.keys()


def test_a_link_for_a_new_password_goes_to_no_address_that_was_taken_away(
    owner, editor, mailoutbox
):
    def ask(address):
        cache.clear()
        mailoutbox.clear()
        Client().post(reverse("account_reset_password"), {"email": address})
        return [mail.to for mail in mailoutbox]

    assert ask("editor@example.org") == [["editor@example.org"]]
    sent = as_sent(owner.get(page(editor)), email="new@example.org")
    assert owner.post(page(editor), sent).status_code == 302
    assert ask("new@example.org") == [["new@example.org"]]
    assert ask("editor@example.org") == []

"""API tokens at the desk: shown once, listed without their secret, revoked for good."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import reverse

from proposals.models import ApiToken
from tests.admin.forms import messages
from tests.factories import proposals
from tests.factories.tokens import Program, token, update

LIST = "/admin/proposals/apitoken/"
ADD = f"{LIST}add/"


def revoke(client, *tokens):
    return client.post(
        LIST,
        {"action": "revoke_selected", "_selected_action": [row.pk for row in tokens]},
        follow=True,
    )


def listed(client):
    return list(client.get(LIST).context["cl"].queryset)


def test_an_editor_is_shown_the_secret_once(editor):
    page = editor.post(ADD, {"label": "import", "scopes": ["record", "check"]})

    [made] = ApiToken.objects.all()
    assert (made.user, made.label, made.scopes) == (editor.user, "import", ["record", "check"])
    secret = page.context["secret"]
    assert ApiToken.objects.with_secret(secret) == made
    assert page.content.decode().count(secret) == 1
    assert "no-store" in page.headers["Cache-Control"]
    later = [LIST, reverse("admin:proposals_apitoken_change", args=[made.pk]), "/admin/"]
    for address in later:
        shown = editor.get(address)
        assert shown.status_code == 200
        assert secret not in shown.content.decode()
        assert made.digest not in shown.content.decode()
    assert made.beginning in editor.get(LIST).content.decode()
    assert not any(secret in str(session.get_decoded()) for session in Session.objects.all())
    assert not any(secret in str(vars(entry)) for entry in LogEntry.objects.all())
    assert secret not in str(editor.cookies)


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_whichever_way_the_form_is_sent_the_secret_is_shown(editor, button):
    page = editor.post(ADD, {"label": "", "scopes": ["record"], button: "1"})

    assert ApiToken.objects.with_secret(page.context["secret"]) is not None
    form = editor.get(ADD).content.decode()
    assert "_save" in form
    assert "_continue" not in form
    assert "_addanother" not in form


def test_a_token_issued_at_the_desk_writes(editor):
    secret = editor.post(ADD, {"label": "", "scopes": ["record"]}).context["secret"]
    program = Program(editor.user)
    program.secret = secret

    response = program.post("status-updates/", update(proposals.published()))

    assert response.status_code == 201


def test_an_editor_issues_tokens_of_no_other_account(editor, chief):
    editor.post(ADD, {"label": "", "scopes": ["record"], "user": chief.user.pk})

    assert [made.user for made in ApiToken.objects.all()] == [editor.user]


@pytest.mark.parametrize("scopes", [[], ["write"]])
def test_a_token_without_a_known_scope_is_not_issued(editor, scopes):
    page = editor.post(ADD, {"label": "", "scopes": scopes})

    assert list(page.context["adminform"].form.errors) == ["scopes"]
    assert not ApiToken.objects.exists()


def test_whoever_sees_all_tokens_issues_their_own_alone(sign_in, editor):
    assert sign_in("Administrator").get(ADD).status_code == 403
    owner = sign_in()
    owner.user.is_superuser = True
    owner.user.save()

    owner.post(ADD, {"user": editor.user.pk, "label": "", "scopes": ["void"]})

    assert [made.user for made in ApiToken.objects.all()] == [owner.user]


def test_an_editor_sees_own_tokens_and_an_administrator_all(editor, chief, sign_in):
    own, _ = token(editor.user)
    other, _ = token(chief.user)

    assert listed(editor) == [own]
    assert listed(chief) == [other]
    assert set(listed(sign_in("Administrator"))) == {own, other}
    hidden = reverse("admin:proposals_apitoken_change", args=[other.pk])
    assert editor.get(hidden).status_code == 302


def test_a_contributor_has_nothing_to_do_with_tokens(contributor):
    assert contributor.get(LIST).status_code == 403
    assert contributor.get(ADD).status_code == 403


def test_a_token_is_revoked_and_the_log_says_by_whom(editor):
    first, _ = token(editor.user)
    second, _ = token(editor.user)
    second.revoke()
    second.refresh_from_db()

    page = revoke(editor, first, second)

    assert len(messages(page)) == 1
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert ApiToken.objects.get(pk=second.pk).revoked_at == second.revoked_at
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id) == (editor.user, str(first.pk))


def test_nobody_but_an_administrator_revokes_the_token_of_another(editor, chief, sign_in):
    made, _ = token(chief.user)
    revoke(editor, made)
    assert ApiToken.objects.get().revoked_at is None

    revoke(sign_in("Administrator"), made)
    assert ApiToken.objects.get().revoked_at is not None


def test_tokens_are_listed_by_state(editor):
    valid, _ = token(editor.user)
    revoked, _ = token(editor.user)
    revoked.revoke()

    for state, expected in (("valid", valid), ("revoked", revoked)):
        page = editor.get(LIST, {"state": state})
        assert list(page.context["cl"].queryset) == [expected]


def test_what_was_issued_is_neither_changed_nor_deleted(sign_in):
    administrator = sign_in("Administrator")
    made, _ = token()
    address = reverse("admin:proposals_apitoken_change", args=[made.pk])

    assert administrator.get(address).context["has_change_permission"] is False
    assert administrator.post(address, {"label": "other", "scopes": ["void"]}).status_code == 403
    deletion = reverse("admin:proposals_apitoken_delete", args=[made.pk])
    assert administrator.post(deletion, {"post": "yes"}).status_code == 403
    assert ApiToken.objects.get().label == ""


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_tokens(sign_in, count, django_assert_num_queries):
    administrator = sign_in("Administrator")
    for _ in range(count):
        token()

    # The session, the account, its rights in two, the counts for the filter, the rows counted,
    # and the rows.
    with django_assert_num_queries(7):
        administrator.get(LIST)

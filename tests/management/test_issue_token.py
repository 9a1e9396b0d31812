"""The command that issues a token."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from proposals.choices import TokenScope
from proposals.models import ApiToken
from tests.factories import people

pytestmark = pytest.mark.django_db


def issue(*arguments):
    out, err = StringIO(), StringIO()
    call_command("issue_token", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_token_is_printed_alone_and_once():
    editor = people.user(role="Editor")

    out, err = issue(editor.username, "--label", "import", "--scope", "record", "--scope=check")

    made = ApiToken.objects.with_secret(out.rstrip("\n"))
    assert (made.user, made.label, made.scopes) == (editor, "import", ["check", "record"])
    assert "it is not shown again" in err
    assert out.strip() not in err


def test_it_may_do_everything_unless_told_otherwise():
    issue(people.user(role="Chief editor").username)

    assert ApiToken.objects.get().scopes == sorted(TokenScope.values)


@pytest.mark.parametrize("role", ["Contributor", "Administrator"])
def test_an_account_that_may_not_record_gets_none(role):
    with pytest.raises(CommandError, match="Give the account the group Editor"):
        issue(people.user(role=role).username)
    assert not ApiToken.objects.exists()


def test_a_closed_account_gets_none():
    with pytest.raises(CommandError, match="no open account"):
        issue(people.user(role="Editor", is_active=False).username)


def test_nobody_gets_none():
    with pytest.raises(CommandError, match='no open account "nobody"'):
        issue("nobody")


def test_a_scope_that_is_not_known_is_refused():
    editor = people.user(role="Editor")
    with pytest.raises(CommandError, match="invalid choice: 'write'"):
        issue(editor.username, "--scope", "write")


def test_a_label_that_is_too_long_is_refused():
    editor = people.user(role="Editor")
    with pytest.raises(CommandError, match="longer than 100"):
        issue(editor.username, "--label", "x" * 101)
    assert not ApiToken.objects.exists()

"""Of a token only a hash is kept, and a revoked one stays revoked."""

import hashlib
import re

import pytest
from django.db import connection

from proposals.choices import TokenScope
from proposals.models import ApiToken, IdempotencyKey
from tests import refused
from tests.factories import people
from tests.factories.tokens import token

pytestmark = pytest.mark.django_db


def dumped(model):
    """All that the table holds, as a backup would have it."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT row_to_json(t)::text FROM "{model._meta.db_table}" t')
        return "\n".join(row for (row,) in cursor.fetchall())


def test_the_secret_is_nowhere_in_the_database():
    made, secret = token(label="import")

    held = dumped(ApiToken)

    assert hashlib.sha256(secret.encode()).hexdigest() in held
    assert made.beginning == secret[:10]
    assert made.beginning in held
    # No run of it beyond what it is recognised by.
    assert not any(secret[start : start + 8] in held for start in range(4, len(secret) - 7))


def test_a_secret_is_256_random_bits_behind_a_mark():
    made = {token()[1] for _ in range(5)}

    assert len(made) == 5
    assert all(re.fullmatch(r"ppt_[A-Za-z0-9_-]{43}", secret) for secret in made)


def test_a_token_is_found_by_its_whole_secret_only(django_assert_num_queries):
    made, secret = token()
    token()

    with django_assert_num_queries(1):
        found = ApiToken.objects.with_secret(secret)
        assert (found, found.user) == (made, made.user)
    for wrong in (secret[:-1], secret.lower(), made.digest, made.beginning, ""):
        assert ApiToken.objects.with_secret(wrong) is None


def test_a_token_is_revoked_once():
    made, _secret = token()

    assert made.revoke() is True
    revoked_at = ApiToken.objects.get().revoked_at
    assert revoked_at is not None
    assert made.revoke() is False
    assert ApiToken.objects.get().revoked_at == revoked_at


@pytest.mark.parametrize("scopes", [[], ["write"], ["record", "everything"]])
def test_scopes_are_of_the_list_and_there_is_one_at_least(scopes):
    with refused.by_database("token_scopes_known"):
        token(scopes=scopes)


@pytest.mark.parametrize("scope", TokenScope.values)
def test_one_scope_is_enough(scope):
    assert token(scopes=[scope])[0].scopes == [scope]


def test_what_is_kept_of_a_secret_is_a_hash():
    with refused.by_database("token_hash"):
        ApiToken.objects.create(
            user=people.user(), scopes=["record"], digest="ppt_secret", beginning="ppt_secret"
        )


def test_two_tokens_never_have_one_secret():
    made, _secret = token()
    with refused.by_database("proposals_apitoken_digest_key"):
        ApiToken.objects.create(
            user=made.user, scopes=["record"], digest=made.digest, beginning=made.beginning
        )


def test_a_key_is_kept_once_for_a_token():
    made, _secret = token()
    other, _secret = token()
    for owner in (made, other):
        IdempotencyKey.objects.create(token=owner, key="one", request_digest="", body="")
    with refused.by_database("idempotency_key_once"):
        IdempotencyKey.objects.create(token=made, key="one", request_digest="", body="")


def test_a_key_has_a_name():
    with refused.by_database("idempotency_key_given"):
        IdempotencyKey.objects.create(token=token()[0], key="", request_digest="", body="")


def test_the_tokens_of_an_account_go_with_it():
    made, _secret = token()
    IdempotencyKey.objects.create(token=made, key="one", request_digest="", body="")

    made.user.delete()

    assert (ApiToken.objects.count(), IdempotencyKey.objects.count()) == (0, 0)

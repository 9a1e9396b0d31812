from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.factories import people


@pytest.fixture(autouse=True)
def traditional_chinese() -> Iterator[None]:
    """Addresses are those of the bare language, whatever an earlier test has visited."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def sign_in(db) -> Callable[..., Client]:
    """A browser in which an account of the role has signed in; the account is its `.user`."""

    def sign_in(role: str = "Editor") -> Client:
        client = Client()
        client.user = people.user(role=role)
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture
def editor(sign_in) -> Client:
    return sign_in("Editor")


@pytest.fixture
def chief(sign_in) -> Client:
    return sign_in("Chief editor")


@pytest.fixture
def contributor(sign_in) -> Client:
    return sign_in("Contributor")

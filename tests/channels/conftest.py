import datetime as dt

import pytest
from django.conf import settings
from django.utils import translation

from proposals.manners import asking
from proposals.models import readable
from tests.channels.site import serving


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """The site of a test needs no rest."""
    monkeypatch.setattr(asking, "PAUSE", dt.timedelta(0))


@pytest.fixture
def site(monkeypatch):
    """Its pages stand for those of the open web, whose addresses are written down."""
    monkeypatch.setattr(readable, "leads_inside", lambda _host: False)
    with serving() as site:
        yield site

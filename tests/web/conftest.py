import pytest

from tests.factories import people, proposals


@pytest.fixture
def editor(db):
    return people.user(is_superuser=True)


@pytest.fixture
def hide(db):
    """Make a draft, a withdrawn and a merged proposal, alike in everything but their title."""

    def _hide(**shared):
        shown = proposals.published(title_hant="收納別人的建議", title_en="Takes in another")
        named = {"title_hant": "不公開的建議", "title_en": "Not for the public"}
        return [
            proposals.draft(**named, **shared),
            proposals.withdrawn(**named, **shared),
            proposals.merged(shown, **named, **shared),
        ]

    return _hide

import pytest
from django.urls import reverse

from proposals import tracking
from proposals.models import Change, Check, Evidence, StatusUpdate
from tests.factories import history, proposals


@pytest.fixture
def owner(sign_in):
    """Somebody with every right that there is."""
    client = sign_in("Administrator")
    client.user.is_superuser = True
    client.user.save()
    return client


@pytest.fixture
def log(owner):
    proposal = proposals.published()
    update = history.record(proposal, by=owner.user)
    check = tracking.check(proposal, checked_on=update.effective_on, by=owner.user)
    rows = [update, update.evidence.first(), check, Change.objects.latest("seq")]
    return {row._meta.model_name: row for row in rows}


NOUNS = ["statusupdate", "evidence", "check", "change"]


def page(name, noun, *args):
    return reverse(f"admin:proposals_{noun}_{name}", args=args)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_record_can_be_read(owner, log, noun):
    assert owner.get(page("change", noun, log[noun].pk)).status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_nobody_adds_changes_or_deletes_a_record(owner, log, noun):
    models = [StatusUpdate, Evidence, Check, Change]
    before = [list(model.objects.order_by("pk").values()) for model in models]
    pk = log[noun].pk
    assert owner.post(page("add", noun), {}).status_code == 403
    assert owner.post(page("change", noun, pk), {"reason_hant": "改了"}).status_code == 403
    assert owner.post(page("delete", noun, pk), {"post": "yes"}).status_code == 403
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_a_record_is_shown_with_its_evidence(owner, log):
    shown = owner.get(page("change", "statusupdate", log["statusupdate"].pk)).text
    assert "施政報告第 10 段" in shown


def test_the_list_names_what_a_void_voids(owner, log):
    tracking.void(log["statusupdate"], reason_hant="認錯了文件。", by=owner.user)
    shown = owner.get("/en/admin/proposals/statusupdate/").text
    assert "Voids record 2" in shown

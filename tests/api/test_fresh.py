"""Nothing is ever stale: what moves what an address shows moves its ETag too."""

import datetime as dt

import pytest
import tablib
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from proposals import models, tracking
from proposals.choices import Noun, Status
from proposals.copies import keeping
from proposals.editing import merging, publishing, relating, writing
from proposals.finding.edition import Edition
from proposals.models import Change, Proposal, StatusUpdate
from proposals.models.shared import SharedModel
from proposals.package import dumping, loading, public
from proposals.tables.incoming import Import
from proposals.tables.resources import RESOURCES
from proposals.throttles import ReaderThrottle
from proposals.tracking import policy_events
from proposals.uptake import deciding
from tests.admin.forms import as_sent
from tests.api.shown import DAY, EDITS, HIDDEN, ONE, PRIVATE, RECORDED, STANDING, TOLD, whole
from tests.factories import (
    copies,
    documents,
    history,
    people,
    proposals,
    sources,
    tables,
    taxonomy,
    tokens,
    words,
)

pytestmark = pytest.mark.django_db

PREFIXES = {"_hans": "/zh-hans/", "_en": "/en/"}
CASES = [
    pytest.param(model, {name: value}, addresses, id=f"{model.__name__}-{name}-{number}")
    for model, edits in EDITS.items()
    for number, (values, addresses) in enumerate(edits)
    for name, value in values.items()
]


def test_every_field_of_every_model_is_shown_by_an_edit_or_hidden_for_a_reason():
    for model in apps.get_app_config("proposals").get_models():
        if hasattr(model, "pgh_tracked_model") or model in PRIVATE:
            continue
        shown = {name for values, _addresses in EDITS.get(model, []) for name in values}
        for fields in RECORDED.values():
            shown |= set(fields.get(model, "").split())
        hidden = set(HIDDEN.get(model, {}))
        fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
        assert (model, shown | hidden) == (model, fields)
        assert not shown & hidden


@pytest.fixture(scope="module")
def chief(once):
    with once():
        chief = people.user(is_superuser=True)
        chan = people.author(slug="chan")
        page = sources.source(
            slug="page",
            publication=sources.publication(),
            url="https://daily.example/1",
            published_on=DAY,
            published_on_precision="day",
        )
        fund = proposals.published(
            slug="fund",
            authors=[chan, people.author(slug="lee")],
            ideas=[proposals.idea()],
            place=taxonomy.place(),
            source=page,
            by=chief,
        )
        # Between the places of the two authors there is room for another.
        fund.attributions.filter(author__slug="chan").update(position=0)
        tracking.check(fund, checked_on=dt.date(2026, 6, 1), by=chief)
        history.record(fund, Status.DECLINED, dt.date(2026, 6, 2), by=chief)
        other = proposals.published(slug="other", source=sources.source(slug="none"), by=chief)
        proposals.published(slug="third", source=other.source, by=chief)
        proposals.criterion(fund)
        proposals.related(fund, other, reason_hant="同樣關乎資金")
        documents.related(fund, documents.document("address", published_on=DAY), by=chief)
        proposals.draft(slug="draft", authors=[chan], source=page)
        models.Synonym.objects.create(code="silver", words="銀髮 / 長者")
        words.term()
        taxonomy.sector("finance")
        taxonomy.body("fstb")
        taxonomy.place("hetao")
        with transaction.atomic():
            writing.settle(Proposal.objects.all())
        for model in (models.Sector, models.Body, models.Place):
            for term in model.objects.all():
                writing.save_shared(term, ())
        return chief


@pytest.fixture(scope="module")
def given():
    """The answers before anything was edited, by their address."""
    return {}


class Answers:
    """What public addresses give, each with its ETag."""

    def __init__(self, client, given, folder):
        self.client, self.given, self.folder = client, given, folder

    def ask(self, address, etag=""):
        if address.endswith("zip"):
            return self.package()
        answer = self.client.get(address, headers={"If-None-Match": etag})
        return answer.get("ETag", ""), answer.status_code, answer.getvalue()

    def package(self):
        """The tables of the package, with the edition by which it is made anew."""
        public.dump(self.folder)
        files = [path for path in self.folder.iterdir() if path.suffix == ".csv"]
        files.append(self.folder / "checkpoints.json")
        return str(Edition.signed()), 200, {path.name: path.read_bytes() for path in files}

    def see(self, addresses, edit, prefix="/"):
        """Each address shows the edit to who asks with the ETag from before."""
        paths = {("/" if a.startswith("api") else prefix) + a for a in addresses}
        for path in paths - set(self.given):
            self.given[path] = self.ask(path)
        edit()
        for path in paths:
            etag, *before = self.given[path]
            now, *after = self.ask(path, etag)
            assert after[0] != 304, f"{path} is stale, or does not show it"
            assert after != before, f"{path} does not show it"
            assert now != etag, f"{path} has the old ETag"


@pytest.fixture
def answers(chief, client, given, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(ReaderThrottle, "allow_request", lambda *request: True)
    settings.VAR_DIR = tmp_path
    copies.kept_in(settings, tmp_path)
    return Answers(client, given, tmp_path / "package")


def chosen(model):
    """The row that is edited."""
    key = {models.Source: "page", models.Author: "chan", Proposal: "fund"}
    rows = model.objects.order_by("pk")
    return rows.get(slug=key[model]) if model in key else rows.first()


def write(row, values):
    """As the forms do, by the functions in which every edit ends."""
    for name, value in values.items():
        setattr(row, name, value() if callable(value) else value)
    with transaction.atomic():
        if isinstance(row, SharedModel):
            [showing] = [r for r in RESOURCES.values() if r._meta.model is type(row)]
            writing.save_shared(row, showing().showing({row.pk}))
        elif isinstance(row, Proposal):
            writing.write(row)
            writing.settle([row])
        elif isinstance(row, models.Relation):
            relating.relate(row)
        else:
            row.save()
            writing.settle([row.proposal])


@pytest.mark.slow("every field is edited, and asked for where it is shown")
@pytest.mark.parametrize(("model", "values", "addresses"), CASES)
def test_what_an_editor_writes_is_shown_at_once(answers, model, values, addresses):
    [name] = values
    values = whole(name, values[name])
    prefix = next((p for suffix, p in PREFIXES.items() if name.endswith(suffix)), "/")
    answers.see(addresses, lambda: write(chosen(model), values), prefix)


def fund():
    return Proposal.objects.get(slug="fund")


def other():
    return Proposal.objects.get(slug="other")


def waiting():
    return StatusUpdate.objects.awaiting_confirmation().get()


def record(by):
    said = {"url": "https://gov.example/1", "publisher": "政府", "quote": "正在研究"}
    dated = {"published_on": DAY, "published_on_precision": "day"}
    documents = [history.evidence(c, **said, **dated) for c in history.ENOUGH]
    why = {"override_reason_hant": "已核實。", "override_reason_en": "Verified."}
    said = {1: "partly"}
    history.record(fund(), Status.COMMITTED, evidence=documents, criteria=said, by=by, **why)


def supersede(by):
    history.record(fund(), Status.SUPERSEDED, superseded_by=other(), by=by)


def confirm(by):
    tracking.confirm(waiting(), by=people.user(is_superuser=True))


def void(by):
    tracking.void(waiting(), reason_hant="記錯。", reason_en="Mistaken.", by=by)


def check(by):
    on = dt.date(2026, 7, 1)
    tracking.check(fund(), checked_on=on, note_hant="註", note_en="Note", by=by)


def apply(by):
    event = models.PolicyEvent(
        title="施政報告", evidence_class="official_document", happened_on=dt.date(2026, 6, 3)
    )
    policy_events.apply(event, [policy_events.Step(fund(), Status.NOTED, "備悉。")], by=by)


def merge(by):
    merging.merge(other(), into=fund(), reason_hant="同一建議。", reason_en="The same.", by=by)


def withdraw(by):
    publishing.withdraw(fund(), reason_hant="撤回。", reason_en="Withdrawn.")


def publish(by):
    publishing.publish(Proposal.objects.get(slug="draft"), by=by)


def join(by):
    with transaction.atomic():
        other().ideas.add(models.Idea.objects.get())
        writing.settle([other()])


def locate(by):
    with transaction.atomic():
        other().places.add(models.Place.objects.get(code="central_asia"))
        writing.settle([other()])


def list_criterion(by):
    proposals.criterion(fund(), "基金已批出首筆款項")


def relate(by):
    proposals.related(Proposal.objects.get(slug="third"), fund())


def accept(by):
    found = documents.match(other(), models.Document.objects.get(), 2)
    documents.accepted(found, effective_on=dt.date(2026, 6, 4), by=by)


def void_link(by):
    deciding.void(models.Uptake.objects.get(), reason_hant="記錯。", reason_en="No.", by=by)


def keep(by):
    copy = copies.given(fund().updates.latest("pk").evidence.latest("pk"), by=by)
    keeping.archive(copy, "https://archive.example/1", DAY)


def sign(by):
    models.Checkpoint.objects.make(dt.date(2026, 7, 1))


LOGGED = (*ONE, "api/v1/status-updates/")
MOVED = tuple(a for a in STANDING if "fund" not in a)
ANSWERED = ("documents/address/", "api/v1/documents/address/", "api/v1/uptakes/")
ACTS = {
    record: STANDING,
    supersede: STANDING,
    confirm: STANDING,
    void: LOGGED,
    check: ONE,
    apply: STANDING,
    merge: (*LOGGED, "embed/proposals/", "api/v1/sectors/", "stats/"),
    withdraw: (*STANDING, "api/v1/authors/", "api/v1/places/", "api/v1/ideas/", "sources/"),
    publish: (*MOVED, "api/v1/authors/chan/", "api/v1/sources/page/", "embed/proposals/"),
    join: ("api/v1/proposals/", "api/v1/ideas/", "api/v1/facets/", "ideas/silver-fund/", "zip"),
    locate: (
        *("api/v1/proposals/", "api/v1/places/", "api/v1/places/central_asia/", "api/v1/facets/"),
        *("data/proposals.ndjson", "feeds/proposals.json", "proposals/", "zip"),
    ),
    list_criterion: ONE,
    relate: (*ONE, "api/v1/proposals/third/", "proposals/third/"),
    accept: (*MOVED, *ANSWERED, "documents/"),
    void_link: (*ONE, *ANSWERED),
    keep: (*TOLD, "api/v1/copies/", "proposals/fund/"),
    sign: ("data/checkpoints.json", "feeds/checkpoints.atom", "zip"),
}


def test_every_act_that_shows_something_is_tried():
    assert {act.__name__ for act in ACTS} == set(RECORDED)


@pytest.mark.slow("every act is seen wherever it is shown")
@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_to_a_proposal_is_shown_at_once(answers, chief, act):
    answers.see(ACTS[act], lambda: act(chief))


# --- Each door ends in the functions that are called above ------------------------------------


def told_after(edit):
    """What the public is told by an edit, which is taken back."""
    last = Change.objects.newest()[0]
    with transaction.atomic():
        edit()
        told = list(Change.objects.filter(seq__gt=last).values_list("noun", "key"))
        transaction.set_rollback(True)
    return told


def written(values):
    return {name: value() if callable(value) else value for name, value in values.items()}


@pytest.mark.slow("every column is imported, and written")
@pytest.mark.parametrize("table", RESOURCES)
def test_a_column_that_is_imported_is_told_like_one_that_is_written(chief, table):
    resource = RESOURCES[table]()
    named = set(resource._meta.import_id_fields)
    for values, _addresses in EDITS[resource._meta.model]:
        for name in set(values) & set(resource.fields) - named - {"merged_from"}:
            edited = whole(name, values[name])
            is_day = table == "proposals" and "proposed_on" in edited

            def by_import(edited=edited, is_day=is_day):
                row = chosen(resource._meta.model)
                stored = {f.column_name: f.export(row) for f in resource.get_export_fields()}
                for column, value in written(edited).items():
                    setattr(row, column, value)
                cells = {column: resource.fields[column].export(row) for column in edited}
                cells |= {key: stored[key] for key in resource._meta.import_id_fields}
                result = resource.bring(tables.table(cells), file=Import(by=chief))
                # The day of what is published is corrected where its records are made anew.
                refused = {key for row in result.invalid_rows for key in row.error.message_dict}
                assert refused == ({"proposed_on"} if is_day else set())

            told = told_after(by_import)
            if is_day:
                continue
            assert told, name
            row = chosen(resource._meta.model)
            assert sorted(told) == sorted(told_after(lambda e=edited, r=row: write(r, e)))


@pytest.mark.slow("a package is loaded for each of its tables")
def test_a_package_tells_of_each_table_like_an_import(chief, tmp_path):
    dumping.dump(tmp_path)
    loading.load(tmp_path, by=chief)
    edited = {
        "name_en": "Another",
        "title_en": "Another",
        "headline": "另一題",
        "basis": "inferred",
        "text_en": "Another",
        "reason_en": "Another",
        "words": "銀髮 / 耆英",
    }
    for table in RESOURCES:
        path = tmp_path / f"{table}.csv"
        header, *lines = path.read_text().splitlines()
        columns = header.split(",")
        [name] = [name for name in (*edited, "capacity_en") if name in columns][:1]
        [rows] = [tablib.Dataset().load(path.read_text(), format="csv")]
        rows = rows.dict
        rows[-1][name] = edited.get(name, "Scholar")
        path.write_text(tablib.Dataset(*[list(r.values()) for r in rows], headers=columns).csv)
        told = told_after(lambda: loading.load(tmp_path, by=chief))
        path.write_text("\n".join([header, *lines, ""]))
        noun = RESOURCES[table]._meta.model._meta.model_name
        assert (noun if noun in Noun.values else "proposal") in dict(told)


@pytest.mark.parametrize("model", [m for m in EDITS if issubclass(m, SharedModel | Proposal)])
def test_a_form_of_the_desk_tells_like_the_function_it_calls(client, chief, model):
    client.force_login(chief)
    row = chosen(model)
    name = next(n for n in ("name_en", "title_en", "headline", "words") if hasattr(row, n))
    address = reverse(f"admin:proposals_{model._meta.model_name}_change", args=[row.pk])
    sent = as_sent(client.get(address), **{name: "Another / Word"})

    def submit():
        assert client.post(address, sent).status_code == 302

    by_form = told_after(submit)
    assert sorted(by_form) == sorted(told_after(lambda: write(row, {name: "Another / Word"})))


def test_what_a_program_records_is_shown_at_once(answers, chief):
    program = tokens.Program(chief)
    void = f"status-updates/{waiting().pk}/void/"
    today = dt.date(2026, 7, 1).isoformat()
    bodies = {
        "status-updates/": tokens.update(fund()),
        "checks/": {"proposal": "fund", "checked_on": today},
        void: {"reason_hant": "記錯。"},
    }
    for path, body in bodies.items():
        with transaction.atomic():
            sent = []
            answers.see(
                ("api/v1/proposals/", "api/v1/proposals/fund/", "proposals/fund/"),
                lambda path=path, body=body, sent=sent: sent.append(program.post(path, body)),
            )
            assert sent[0].status_code == 201, sent[0].content
            transaction.set_rollback(True)

"""An empty database is made at once, and is the one that all steps from the first would make."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management.commands.makemigrations import Command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import ROOT
from tests.prepared import address, migrated

SQUASHED = ("proposals", "0001_squashed_0048_authors_stated")
LAST_REPLACED = ("proposals", "0048_authors_stated")

NAMED = ("constraints", "indexes", "triggers")

# What a database of PostgreSQL is made of, but for numbers of its own and the order of columns.
MADE_OF = {
    "columns": """
        SELECT c.oid::regclass::text, relkind::text, attname, format_type(atttypid, atttypmod),
            attnotnull, attidentity::text, attgenerated::text, pg_get_expr(adbin, adrelid),
            attcollation::regcollation::text, attstorage::text, attstattarget, reloptions::text,
            col_description(c.oid, attnum), obj_description(c.oid)
        FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, condeferrable, condeferred, convalidated,
            pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """
        SELECT pg_get_indexdef(indexrelid), indisvalid, indisunique, indisprimary
        FROM pg_index JOIN pg_class ON oid = indrelid
        WHERE relnamespace = 'public'::regnamespace""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(oid),
            obj_description(oid, 'pg_trigger')
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """
        SELECT pg_get_functiondef(oid), obj_description(oid, 'pg_proc')
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "views": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "sequences": """
        SELECT sequencename, data_type::text, start_value, increment_by, refobjid::regclass::text,
            attname, deptype::text
        FROM pg_sequences
        JOIN pg_depend ON objid = quote_ident(sequencename)::regclass AND refobjsubid > 0
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid""",
    "extensions": "SELECT extname, extversion FROM pg_extension",
    "migrations": "SELECT app, name FROM django_migrations",
    "content types": "SELECT app_label, model FROM django_content_type",
    "permissions": """
        SELECT app_label, model, codename, name
        FROM auth_permission p JOIN django_content_type c ON c.id = content_type_id""",
    "groups": """
        SELECT g.name, app_label, codename
        FROM auth_group g
        JOIN auth_group_permissions ON group_id = g.id
        JOIN auth_permission p ON p.id = permission_id
        JOIN django_content_type c ON c.id = content_type_id""",
}


def made_of(name: str) -> dict[str, list[str]]:
    with psycopg.connect(address(name)) as asked:
        found = {what: sorted(map(str, asked.execute(sql))) for what, sql in MADE_OF.items()}
        found["rows"] = [
            f"{table} {asked.execute(f'SELECT count(*) FROM {table}').fetchall()}"
            for table in sorted(connection.introspection.django_table_names())
        ]
        return found


def told(step: tuple[str, str]) -> dict[str, object]:
    """Each model as it is told of after this step, in whatever order."""
    state = MigrationLoader(None, replace_migrations=False).project_state([step])
    plain = Command.autodetector(state, state).deep_deconstruct
    return {
        name: {
            "bases": model.bases,
            "fields": plain(dict(model.fields)),
            **{
                option: {each.name: plain(each) for each in value} if option in NAMED else value
                for option, value in model.options.items()
                if value != []
            },
        }
        for (app, name), model in state.models.items()
        if app == "proposals"
    }


def test_both_ways_lead_to_the_same_models():
    by_steps, at_once = told(LAST_REPLACED), told(SQUASHED)

    assert at_once.keys() == by_steps.keys()
    for name, model in at_once.items():
        assert model == by_steps[name], name


@pytest.fixture
def stepped(db):
    """One that an earlier release began, and this one brought to its state."""
    name = f"{settings.DATABASES['default']['NAME']}_stepped"
    begin = (
        "import django; django.setup(); from django.db import connection;"
        "from django.db.migrations.executor import MigrationExecutor;"
        "begun = MigrationExecutor(connection); begun.loader.replace_migrations = False;"
        "begun.loader.build_graph(); begun.migrate([('proposals', '0030_suggestions')])"
    )
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            for command in (["-c", begin], ["manage.py", "migrate", "--verbosity=0"]):
                subprocess.run(
                    [sys.executable, *command],
                    env={**os.environ, "DATABASE_URL": address(name)},
                    cwd=ROOT,
                    check=True,
                )
            yield name
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow("every migration since the first is applied: more than a minute")
def test_a_database_of_an_earlier_release_goes_on_to_be_as_one_that_is_made_at_once(stepped):
    by_steps, at_once = made_of(stepped), made_of(migrated())

    assert any(SQUASHED[1] in row for row in by_steps["migrations"])
    for what, found in at_once.items():
        assert found, what
        assert by_steps[what] == found, what

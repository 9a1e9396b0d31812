"""Assistants' programs, which ask by the client that comes with the protocol's own package."""

import asyncio
import os
import sys
from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from django.conf import settings
from django.db import connection
from mcp import StdioServerParameters
from mcp.client.client import Client

from proposals.editing import merging
from tests import ROOT, prepared
from tests.factories import people, proposals, sources, stories


@pytest.fixture(autouse=True)
def no_loop_runs() -> Iterator[None]:
    """A browser that an earlier test opened keeps a loop running in this thread."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


class Assistant:
    """Asks one server, message by message."""

    def __init__(self, portal, client: Client) -> None:
        self.portal, self.client = portal, client

    def ask(self, tool: str, **arguments):
        return self.portal.call(self.client.call_tool, tool, arguments)

    def told(self, tool: str, **arguments) -> dict:
        answer = self.ask(tool, **arguments)
        assert not answer.is_error, answer.content
        return answer.structured_content

    def refused(self, tool: str, **arguments) -> str:
        """What is said to be wrong."""
        answer = self.ask(tool, **arguments)
        assert answer.is_error, answer.structured_content
        [said] = answer.content
        return said.text

    def tools(self) -> dict:
        found = self.portal.call(self.client.list_tools)
        return {tool.name: tool for tool in found.tools}


@pytest.fixture(scope="module")
def portal() -> Iterator:
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def rows(once) -> None:
    """A story, two that were merged, one withdrawn, and a draft."""
    with once():
        editor = people.user(is_superuser=True)
        shared = {"authors": [people.author(slug="chan")], "source": sources.source(slug="page")}
        stories.story(by=editor, **shared)
        kept = proposals.published(slug="kept", by=editor, **shared)
        twin = proposals.published(slug="twin", by=editor, **shared)
        merging.merge(twin, into=kept, reason_hant="同一建議。", by=editor)
        proposals.withdrawn(slug="gone", **shared)
        proposals.draft(slug="draft", title_en="Nobody may see this", **shared)


@pytest.fixture(scope="module")
def assistant(rows, portal, tmp_path_factory) -> Iterator[Assistant]:
    """One process of `manage.py mcp` for all tests of the module, spoken with over its pipes."""
    environment = {
        **os.environ,
        "DATABASE_URL": prepared.address(connection.settings_dict["NAME"]),
        "SECRET_KEY": settings.SECRET_KEY,
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }
    process = StdioServerParameters(
        command=sys.executable, args=[str(ROOT / "manage.py"), "mcp"], env=environment
    )
    with portal.wrap_async_context_manager(Client(process)) as client:
        yield Assistant(portal, client)

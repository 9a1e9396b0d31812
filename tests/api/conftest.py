import pytest


@pytest.fixture
def get(client):
    """GET an address under /api/v1/; other arguments are parameters."""

    def ask(path, /, parameters=None, **more):
        headers = more.pop("headers", None)
        return client.get(f"/api/v1/{path}", (parameters or {}) | more, headers=headers)

    return ask


@pytest.fixture
def slugs(get):
    """The slugs of a list, in the order given."""

    def ask(path="proposals/", /, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 200, response.content
        return [row["slug"] for row in response.json()["results"]]

    return ask


@pytest.fixture
def faults(get):
    """What the API finds wrong, by field."""

    def ask(path="proposals/", /, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 400, response.content
        assert response.headers["Content-Type"] == "application/problem+json"
        return {fault["field"]: fault for fault in response.json()["errors"]}

    return ask

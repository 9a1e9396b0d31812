"""What the API answers when it refuses."""

PROBLEM = "application/problem+json"


def problem(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == PROBLEM
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} < set(body)
    return body

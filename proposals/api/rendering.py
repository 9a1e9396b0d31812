"""Answers as JSON, to the byte as the framework writes them."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from proposals.demonstration import mark

OTHERS = JSONEncoder().default
# Ends of lines to JavaScript, and in JSON before 2019.
SEPARATORS = {"\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}


class QuickJSONRenderer(JSONRenderer):
    """Ten times as fast; what is to be indented is left to the framework. Of a demonstration the
    answer says that it is one, and so does each of its rows, as in the files."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = "",
        renderer_context: Any = None,
    ) -> bytes:
        if isinstance(data, dict) and (said := mark()):
            data = _marked(data, said)
        if data is None or self.get_indent(accepted_media_type or "", renderer_context or {}):
            return super().render(data, accepted_media_type, renderer_context)
        text = orjson.dumps(data, default=OTHERS, option=orjson.OPT_UTC_Z)
        for separator, escaped in SEPARATORS.items():
            text = text.replace(separator, escaped)
        return text


def _marked(data: dict[str, Any], said: str) -> dict[str, Any]:
    told = {"demonstration": said}
    rows = data.get("results")
    if isinstance(rows, list):
        data = {**data, "results": [{**row, **told} for row in rows]}
    return {**data, **told}

"""What is text travels compressed."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = (
    "text/",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/vnd.oai.openapi",
    "application/x-ndjson",
    "application/xml",
)


class CompressionMiddleware(GZipMiddleware):
    """Packed, an answer has a weak ETag: it serves for asking again, not for writing. What may
    not be transformed goes as it is, for its ETag serves for both; so do files packed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").startswith(TEXTS)
        if is_text and "no-transform" not in response.get("Cache-Control", ""):
            return super().process_response(request, response)
        return response

"""Pages, feeds and tables travel compressed."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/xml", "application/atom+xml", "application/feed+json")


class CompressionMiddleware(GZipMiddleware):
    """What is text and meant for readers. The API stays as it is: compression would turn the
    ETags that a writer sends back into weak ones, and what is a file is compressed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith(TEXTS):
            return super().process_response(request, response)
        return response

"""Two other ways to answer the same list, each a WSGI application for the same server.

`stock` is a view set of Django REST framework as its tutorial writes it: nested serializers, those
of the product, pages by number and filters by django-filter. `floor` is one prepared statement of
psycopg and nothing else.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

import django
from django.core.wsgi import get_wsgi_application

django.setup()

import orjson
import psycopg
from django.conf import settings
from django.urls import path
from django.utils import timezone, translation
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.viewsets import ReadOnlyModelViewSet

from proposals.api import flat_rows
from proposals.api.proposals import ProposalRow
from proposals.models import Proposal
from tracker import urls

ORDER = ("-status_from", "specificity", "source_id", "position", "pk")
PAGE = """ANY(ARRAY(SELECT id FROM proposals_proposal
    WHERE publication_state = 'published' AND merged_into_id IS NULL
    ORDER BY status_from DESC, specificity, source_id, position, id LIMIT 50))"""
IN_ORDER = """ ORDER BY proposals_proposal.status_from DESC, proposals_proposal.specificity,
    proposals_proposal.source_id, proposals_proposal.position, proposals_proposal.id"""


class Pages(PageNumberPagination):
    page_size = 50


class Proposals(ReadOnlyModelViewSet):
    queryset = Proposal.objects.public().for_listing().order_by(*ORDER)
    serializer_class = ProposalRow
    pagination_class = Pages
    renderer_classes = [JSONRenderer]
    throttle_classes = []
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["status", "instrument", "specificity", "sector__code", "source__slug"]


urlpatterns = [path("stock/", Proposals.as_view({"get": "list"})), *urls.urlpatterns]


def stock():
    """Django with its own middleware, and this list beside the addresses that its rows name."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name.startswith("django.")]
    settings.ROOT_URLCONF = "rivals"
    return get_wsgi_application()


def floor():
    translation.activate("en")
    sql, params = flat_rows._statement(frozenset())
    sql = sql.replace("ANY(%s)", PAGE) + IN_ORDER
    params = [param for param in params if param != []]
    link = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    zone = timezone.get_current_timezone()
    addresses = flat_rows._addresses()

    def answer(_environ, start_response):
        rows = link.execute(sql, params, prepare=True).fetchall()
        body = orjson.dumps({"results": [flat_rows._row(row, *addresses, zone) for row in rows]})
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    return answer

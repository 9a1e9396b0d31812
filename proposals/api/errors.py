"""Every error at this door is a problem details object (RFC 9457), in English."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import HttpResponseBase, HttpResponsePermanentRedirect, JsonResponse
from django.utils.log import log_response
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.views import exception_handler

from proposals.finding.parameters import Fault
from proposals.tracking.rules import Refusal

CONTENT_TYPE = "application/problem+json"
OUR_FAULT = "Something went wrong here, not in your request."


class InvalidQuery(APIException):
    """The query string asks for something that does not exist here."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The query string is not valid; see errors."

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.particulars = {
            "errors": [
                {"field": f.parameter, "message": f.message, "allowed": f.allowed} for f in faults
            ]
        }


class InvalidBody(InvalidQuery):
    """The body cannot be read as what is stated at this address."""

    default_detail = "The body is not valid; see errors."


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."


class Refused(APIException):
    """A rule forbids the write, whichever door it comes by. Nothing was written."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY

    def __init__(self, refusal: Refusal, **more: str) -> None:
        super().__init__(str(refusal.message))
        fields = [refusal.field] if refusal.field else []
        self.particulars = {
            "rule": refusal.rule,
            "remedy": str(refusal.remedy),
            "errors": [
                {"field": field, "message": str(refusal.message), "allowed": []} for field in fields
            ],
            **more,
        }


class Clash(APIException):
    """Somebody else has written since the row was read. Nothing was written."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = (
        "The proposal has changed since the row that If-Match names; look at current, and send "
        "the request again with its etag if it is still to be recorded."
    )

    matches_nothing = (
        "If-Match names no ETag that could match: send that of the row as it was given, in its "
        "quotes and without W/. Nothing was written; current is the row as it stands."
    )

    def __init__(self, current: Any, etag: str | None, detail: str | None = None) -> None:
        super().__init__(detail)
        self.particulars = {"current": current, "etag": etag}
        self.etag = etag


class LogRestored(APIException):
    """The change log was restored from a backup since: a position in it says nothing now."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = (
        "The change log has been restored since this position was given. Empty your copy and "
        "begin again at after=0."
    )

    def __init__(self, epoch: str) -> None:
        super().__init__()
        self.particulars = {"epoch": epoch}


class Unavailable(APIException):
    """The database is away, or something else has held what was needed for too long."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "The database is away or too busy; ask again."
    wait = 30


class Gone(APIException):
    """What stood at this address has been withdrawn; the reason stays for the public to read."""

    status_code = status.HTTP_410_GONE
    default_detail = "This proposal has been withdrawn; see reason_en."

    def __init__(self, **reasons: str) -> None:
        super().__init__()
        self.particulars = reasons


class NotYet(APIException):
    """What is public now was not here at the time that is looked back to."""

    status_code = status.HTTP_404_NOT_FOUND
    default_detail = "It had not been asked by then; see stands_since."
    unpublished = "It had not been published here by then; see first_published_at."

    def __init__(self, detail: str, **days: str | None) -> None:
        super().__init__(detail)
        self.particulars = days


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = (
        "What the If-Match or If-Unmodified-Since header says does not hold. A weak ETag (W/) "
        "matches nothing."
    )


class MovedPermanently(APIException):
    """What stood at this address now stands at another, for good."""

    status_code = status.HTTP_301_MOVED_PERMANENTLY

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def problem_details(fault: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """The answer to a request that failed; `context` names the request."""
    request = context["request"]
    if isinstance(fault, MovedPermanently):
        return HttpResponsePermanentRedirect(fault.address)
    if isinstance(fault, SuspiciousOperation):
        # One of Django's own limits, such as the number of parameters.
        fault = InvalidQuery([Fault("", str(fault), [])])
    cause = fault
    if isinstance(fault, OperationalError):
        fault = Unavailable()
    known = exception_handler(fault, context)
    code = known.status_code if known is not None else status.HTTP_500_INTERNAL_SERVER_ERROR
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": known.data["detail"] if known is not None else OUR_FAULT,
        "instance": request.path,
        **getattr(fault, "particulars", {}),
    }
    response = JsonResponse(
        problem,
        status=code,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if wait := getattr(fault, "wait", None):
        response.headers["Retry-After"] = str(math.ceil(wait))
    if way_in := getattr(fault, "auth_header", None):
        response.headers["WWW-Authenticate"] = way_in
    if etag := getattr(fault, "etag", None):
        response.headers["ETag"] = etag
    if code >= status.HTTP_500_INTERNAL_SERVER_ERROR:
        got_request_exception.send(sender=None, request=request)
        log_response(
            "%s: %s",
            response.reason_phrase,
            request.path,
            response=response,
            request=request,
            exception=cause,
        )
    return response

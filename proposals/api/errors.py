"""Every error at this door is a problem details object (RFC 9457), in English."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import HttpResponseBase, HttpResponsePermanentRedirect, JsonResponse
from django.utils.log import log_response
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.views import exception_handler

from proposals.filters import Fault

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


class Gone(APIException):
    """What stood at this address has been withdrawn; the reason stays for the public to read."""

    status_code = status.HTTP_410_GONE
    default_detail = "This proposal has been withdrawn; see reason_en."

    def __init__(self, **reasons: str) -> None:
        super().__init__()
        self.particulars = reasons


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "It is no longer what the If-Match or If-Unmodified-Since header says."


class Moved(APIException):
    """What stood at this address now stands at another, for good."""

    status_code = status.HTTP_301_MOVED_PERMANENTLY

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def problem_details(fault: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """The answer to a request that failed; `context` names the request."""
    request = context["request"]
    if isinstance(fault, Moved):
        return HttpResponsePermanentRedirect(fault.address)
    if isinstance(fault, SuspiciousOperation):
        # One of Django's own limits, such as the number of parameters.
        fault = InvalidQuery([Fault("", str(fault), [])])
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
        response.headers["Retry-After"] = str(int(wait))
    if known is None:
        got_request_exception.send(sender=None, request=request)
        log_response(
            "%s: %s",
            response.reason_phrase,
            request.path,
            response=response,
            request=request,
            exception=fault,
        )
    return response

"""What a program may send: each field strictly read, and no field passed over.

Only the form is judged here. What may be stated is for `proposals.tracking` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.db.models import TextChoices
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import build_choice_field
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.settings import api_settings

from proposals.api.errors import InvalidBody, TooLarge
from proposals.dates import WrittenDate, read_date
from proposals.finding.parameters import Fault

NO_FIELD = api_settings.NON_FIELD_ERRORS_KEY


class Text(serializers.CharField):
    """A text, and nothing that could be made into one; null is the empty text."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        more: dict[str, Any] = {} if required else {"allow_null": True, "default": ""}
        super().__init__(required=required, **{"allow_blank": True} | more | kwargs)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        settled, value = super().validate_empty_values(data)
        return settled, "" if settled and value is None else value

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "minLength": 1})
class Said(Text):
    """A text that may not be empty; the schema says so, and the rules refuse it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=True, allow_blank=False, **kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        is_blank = isinstance(data, str) and not data.strip()
        return "" if is_blank else super().run_validation(data)


class CodeOf(Text):
    """A code of a fixed list; whether it is one is for the rules to say."""

    def __init__(self, codes: type[TextChoices], **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(**kwargs)


class CodeSchema(OpenApiSerializerFieldExtension):
    target_class = CodeOf

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        choices, allow_null = self.target.codes.choices, self.target.allow_null
        return build_choice_field(serializers.ChoiceField(choices, allow_null=allow_null))


class Day(serializers.DateField):
    """A day; null where it is not known."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        more: dict[str, Any] = {} if required else {"allow_null": True, "default": None}
        super().__init__(required=required, **more | kwargs)


class Date(Day):
    """A day, month or year as far as it is known; null where it is not."""

    def to_internal_value(self, value: Any) -> WrittenDate:
        date = read_date(value) if isinstance(value, str) else None
        if date is None:
            raise ValidationError("Write a date as 2026-05-20, 2026-05 or 2026.", code="invalid")
        return date


class Statement(serializers.Serializer[Any]):
    """What is stated at one address. A field that it does not know is a fault."""

    def to_internal_value(self, data: Any) -> Any:
        faults: dict[str, Any] = {}
        stated: Any = None
        try:
            stated = super().to_internal_value(data)
        except ValidationError as fault:
            faults = dict(cast("dict[str, Any]", fault.detail))
        if isinstance(data, Mapping):
            message = f"There is no field of this name here; there are: {', '.join(self.fields)}."
            faults |= {name: [message] for name in data if name not in self.fields}
        if faults:
            raise ValidationError(faults)
        return stated


def read(form: type[Statement], request: Request) -> dict[str, Any]:
    """What the body states. Raises InvalidBody, which names every field at fault."""
    try:
        # Asked for first: only Django's own reading of it keeps to the largest size allowed.
        request.body  # noqa: B018
        data = request.data
    except RequestDataTooBig as fault:
        raise TooLarge from fault
    except ParseError as fault:
        raise InvalidBody([Fault("", str(fault.detail), [])]) from fault
    except RecursionError as fault:
        raise InvalidBody([Fault("", "It is nested too deeply.", [])]) from fault
    stated = form(data=data)
    if not stated.is_valid():
        raise InvalidBody(list(_faults(stated.errors)))
    return stated.validated_data


def _faults(found: Any, path: str = "") -> Iterator[Fault]:
    """Each fault with the way to its field, such as `evidence.0.title`."""
    if isinstance(found, Mapping):
        steps: Any = found.items()
    elif any(isinstance(part, Mapping) for part in found):
        steps = enumerate(found)
    else:
        yield Fault(path, " ".join(found), [])
        return
    for step, inner in steps:
        if step == NO_FIELD:
            yield from _faults(inner, path)
        elif inner:
            # A name may hold what cannot be written back.
            name = str(step).encode(errors="backslashreplace").decode()
            yield from _faults(inner, f"{path}.{name}" if path else name)

"""What a browser sends back when a page is submitted: all that it showed, with some of it typed."""

from django.http import HttpResponse
from django.urls import reverse


def address(proposal, page="change", *args):
    return reverse(f"admin:proposals_proposal_{page}", args=[proposal.pk, *args])


def as_sent(response: HttpResponse, **typed) -> dict:
    """The form of a change page as it came, with its inlines; `typed` replaces what it names."""
    context = response.context
    sent = {}
    bound_forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        bound_forms += [inline.formset.management_form, *inline.formset.forms]
    for form in bound_forms:
        for bound in form:
            value = bound.value()
            if value is None or value == []:
                continue
            if isinstance(value, list):
                value = [getattr(item, "pk", item) for item in value]
            sent[bound.html_name] = value
    return sent | typed


def typed_evidence(*rows: dict) -> dict:
    """The part of the form for a step that holds its evidence."""
    sent = {"evidence-TOTAL_FORMS": len(rows), "evidence-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"evidence-{number}-{name}": value for name, value in row.items()}
    return sent


def messages(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]

"""What a browser sends back when a page is submitted: all that it showed, with some of it typed."""

from django.forms import ModelMultipleChoiceField
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
            sent[bound.html_name] = as_value(bound, bound.value())
            if bound.field.show_hidden_initial:
                read = bound.field.prepare_value(bound.initial)
                if form.is_bound:
                    read = bound.field.hidden_widget().value_from_datadict(
                        form.data, {}, bound.html_initial_name
                    )
                sent[bound.html_initial_name] = as_value(bound, read)
    return sent | typed


def as_value(bound, value):
    """Texts, as a browser sends them; of a choice of several, none is sent where none is made."""
    if isinstance(value, list) or isinstance(bound.field, ModelMultipleChoiceField):
        return [str(item) for item in value or []]
    return "" if value is None or value is False else str(value)


def typed_evidence(*rows: dict) -> dict:
    """The part of the form for a step that holds its evidence."""
    sent = {"evidence-TOTAL_FORMS": len(rows), "evidence-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"evidence-{number}-{name}": value for name, value in row.items()}
    return sent


def messages(response: HttpResponse) -> list[str]:
    return [str(message) for message in response.context["messages"]]

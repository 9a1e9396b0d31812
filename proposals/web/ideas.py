"""The page of an idea: the same ask, made by several authors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.models import Idea, Proposal
from proposals.web.gathered import gathered


@require_safe
def idea_detail(request: HttpRequest, slug: str) -> HttpResponse:
    idea = get_object_or_404(Idea.objects.public(), slug=slug)
    shared = Proposal.objects.public().linked_to(Proposal.ideas.through, "idea__slug", [slug], [])
    context = {"idea": idea, **gathered(shared, "idea", slug)}
    return render(request, "proposals/idea/detail.html", context)

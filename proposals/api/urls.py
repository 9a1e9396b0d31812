"""Every address under /api/v1/. They are public: add, but never rename."""

from django.urls import path

from proposals.api import (
    about,
    changes,
    checks,
    codes,
    docs,
    glossary,
    ideas,
    people,
    proposals,
    sources,
    stats,
    status_updates,
    synonyms,
    taxonomy,
)

app_name = "api"

urlpatterns = [
    path("", about.Index.as_view(), name="index"),
    path("proposals/", proposals.ProposalList.as_view(), name="proposals"),
    path("proposals/<slug:slug>/", proposals.ProposalDetail.as_view(), name="proposal-detail"),
    path("status-updates/", status_updates.StatusUpdateList.as_view(), name="status-updates"),
    path("status-updates/<int:pk>/void/", status_updates.Void.as_view(), name="status-update-void"),
    path(
        "status-updates/<int:pk>/confirm/",
        status_updates.Confirm.as_view(),
        name="status-update-confirm",
    ),
    path("checks/", checks.Checks.as_view(), name="checks"),
    path("authors/", people.AuthorList.as_view(), name="authors"),
    path("authors/<slug:slug>/", people.AuthorDetail.as_view(), name="author-detail"),
    path("sectors/", taxonomy.SectorList.as_view(), name="sectors"),
    path("sectors/<slug:code>/", taxonomy.SectorDetail.as_view(), name="sector-detail"),
    path("bodies/", taxonomy.BodyList.as_view(), name="bodies"),
    path("bodies/<slug:code>/", taxonomy.BodyDetail.as_view(), name="body-detail"),
    path("sources/", sources.SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", sources.SourceDetail.as_view(), name="source-detail"),
    path("ideas/", ideas.IdeaList.as_view(), name="ideas"),
    path("ideas/<slug:slug>/", ideas.IdeaDetail.as_view(), name="idea-detail"),
    path("places/", taxonomy.PlaceList.as_view(), name="places"),
    path("places/<slug:code>/", taxonomy.PlaceDetail.as_view(), name="place-detail"),
    path("synonyms/", synonyms.SynonymList.as_view(), name="synonyms"),
    path("glossary/", glossary.TermList.as_view(), name="glossary"),
    path("codes/", codes.Codes.as_view(), name="codes"),
    path("statuses/", codes.Statuses.as_view(), name="statuses"),
    path("instruments/", codes.Instruments.as_view(), name="instruments"),
    path("stats/", stats.Stats.as_view(), name="stats"),
    path("stats/timeline/", stats.StatsTimeline.as_view(), name="stats/timeline"),
    path("stats/answers/", stats.StatsAnswers.as_view(), name="stats/answers"),
    path("facets/", stats.Facets.as_view(), name="facets"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("schema/", about.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
    path("docs/manual/", docs.Manual.as_view(), name="manual"),
]

"""The public pages; they stand at the bare address, and in each language under its prefix."""

from django.urls import path

from proposals.web.elsewhere import embed
from proposals.web.pages import (
    changes,
    home,
    ideas,
    methodology,
    moves,
    people,
    proposal_list,
    proposal_page,
    sources,
    statistics,
    subscriptions,
    taxonomy,
)
from proposals.web.programs import checkpoints, data, deadlines, feeds
from proposals.web.programs import moves as move_feeds

urlpatterns = [
    path("", home.home, name="home"),
    path("proposals/", proposal_list.proposal_list, name="proposal-list"),
    path("proposals/<slug:slug>/", proposal_page.proposal_detail, name="proposal-detail"),
    path("moves/", moves.move_list, name="moves"),
    path("authors/", people.author_list, name="author-list"),
    path("authors/<slug:slug>/", people.author_detail, name="author-detail"),
    path("sectors/<slug:code>/", taxonomy.sector_detail, name="sector-detail"),
    path("bodies/<slug:code>/", taxonomy.body_detail, name="body-detail"),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/<slug:slug>/", sources.source_detail, name="source-detail"),
    path("ideas/<slug:slug>/", ideas.idea_detail, name="idea-detail"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/sent/", subscriptions.sent, name="subscribe-sent"),
    path("subscribe/confirm/<slug:key>/", subscriptions.confirm, name="subscription-confirm"),
    path("subscribe/end/<slug:key>/", subscriptions.end, name="subscription-end"),
    path("subscribe/<slug:key>/", subscriptions.change, name="subscription"),
    path("stats/", statistics.statistics, name="statistics"),
    path("stats/<slug:name>.csv", statistics.statistics_file, name="statistics-file"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("changes/", changes.change_list, name="changes"),
    path("feeds/proposals.atom", feeds.proposals_atom, name="feed-proposals"),
    path("feeds/proposals.json", feeds.proposals_json, name="feed-proposals-json"),
    path("feeds/changes.atom", feeds.changes_atom, name="feed-changes"),
    path("feeds/moves.atom", move_feeds.moves_atom, name="feed-moves"),
    path("feeds/moves.json", move_feeds.moves_json, name="feed-moves-json"),
    path("feeds/deadlines.ics", deadlines.deadlines, name="feed-deadlines"),
    path("feeds/checkpoints.atom", checkpoints.checkpoints_atom, name="feed-checkpoints"),
    path("data/", data.data, name="data"),
    path("data/proposals.csv", data.proposals_csv, name="data-csv"),
    path("data/proposals.ndjson", data.proposals_ndjson, name="data-ndjson"),
    path("data/proposals.xlsx", data.proposals_xlsx, name="data-xlsx"),
    path("data/proposals.parquet", data.proposals_parquet, name="data-parquet"),
    path("data/tracker.zip", data.package_zip, name="data-package"),
    path("data/releases.json", data.releases, name="data-releases"),
    path("data/releases/tracker-<slug:day>.zip", data.release, name="data-release"),
    path("data/checkpoints.json", checkpoints.checkpoints_json, name="data-checkpoints"),
    path("data/verify.py", checkpoints.verify_py, name="data-verify"),
    path("embed/proposals/", embed.embed_list, name="embed-list"),
    path("embed/proposals/<slug:slug>/", embed.embed_proposal, name="embed-proposal"),
]

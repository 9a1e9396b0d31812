"""What an account may be allowed to do, by the names that Django keeps permissions under.

The roles that hold them are made by the migrations; an Administrator may grant them one by one.
"""

CHANGE_PROPOSAL = "proposals.change_proposal"
ADD_PROPOSAL = "proposals.add_proposal"
VIEW_PROPOSAL = "proposals.view_proposal"
CHANGE_SOURCE = "proposals.change_source"
# Register where official texts appear.
CHANGE_CHANNEL = "proposals.change_channel"

# State where a proposal stands, check it, confirm what another editor recorded, void a record.
RECORD = "proposals.record_statusupdate"
# Record a step that the table of transitions does not allow, giving a reason.
OVERRIDE = "proposals.override_statusupdate"
# Take in texts, and decide on the candidates that are found in them.
TAKE_IN = "proposals.add_intakepage"
REVIEW = "proposals.change_candidate"
# Show to the public, take back, and change what is shown.
PUBLISH = "proposals.publish_proposal"
# Take one proposal into another, and part them again.
MERGE = "proposals.merge_proposal"

# Whose holders can harm most: they override the rules, merge, or see to accounts.
LEADING = (OVERRIDE, MERGE, "auth.change_user")

# Who records what a package says, where nobody is named.
LOADER = "package-loader"

# See how the tracker itself stands: whoever sees to accounts.
OPERATE = "auth.change_user"

# See and end the tokens of others.
MANAGE_TOKENS = "proposals.manage_apitoken"
# See and change the webhooks of others.
MANAGE_WEBHOOKS = "proposals.manage_webhook"
# End the subscription of a reader.
END_SUBSCRIPTION = "proposals.end_subscription"
# Keep the lists of sectors, bodies, places and terms, and decide what is added to them.
KEEP_LISTS = "proposals.add_sector"
# Ask to have something added to them.
ASK_FOR_TERMS = "proposals.add_termrequest"
# Read what readers tell, take it up or decline it.
DECIDE = "proposals.decide_suggestion"

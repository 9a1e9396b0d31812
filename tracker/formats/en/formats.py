"""Days and instants where Django writes them, as `proposals.dates` does."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"

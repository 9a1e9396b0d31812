class Unreadable(Exception):
    """A file or an address that gives no text, and what to do about it."""

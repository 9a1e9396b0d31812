"""What tests that commit find in the database, and what they leave there."""

from django.db import connection


def emptied(cursor, names) -> None:
    """Tables that are never emptied, emptied all the same: a superuser passes their triggers by."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
    cursor.execute("RESET session_replication_role")


class Tables:
    """Rows that stay from test to test; whatever else a test has committed goes when it ends."""

    def __init__(self) -> None:
        self.names = sorted(connection.introspection.table_names())
        self.stays: dict[str, tuple] = {}
        self.keep()
        self.first = self.stays

    def keep(self) -> None:
        """What is there now stays."""
        self.stays = self._state(self._filled(self.names))

    def forget(self) -> None:
        """Only what the migrations wrote stays."""
        self.stays = self.first
        self.restore()

    def restore(self) -> None:
        """Empty what was written to. A test that changed what stays has changed it for the next."""
        if written := self._filled(name for name in self.names if name not in self.stays):
            with connection.cursor() as cursor:
                # To truncate would make anew the files of every table that points at these: half a
                # second of the server's, where this takes a few milliseconds.
                cursor.execute("SET session_replication_role = replica")
                cursor.execute("; ".join(f"DELETE FROM {name}" for name in written))
                cursor.execute("RESET session_replication_role")
        assert self._state(self.stays) == self.stays, "the test changed rows that others rely on"

    def leave_to_us(self) -> None:
        """End the connections of threads that answer a page which nobody waits for any more."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def _filled(self, names) -> list[str]:
        each = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(each))
            return [name for (name,) in cursor.fetchall()]

    def _state(self, names) -> dict[str, tuple]:
        each = (
            f"SELECT '{name}', count(*), sum(hashtextextended(row::text, 0)) FROM {name} row"
            for name in names
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(each))
            return {name: state for name, *state in cursor.fetchall()}

"""Tables as a file holds them."""

from proposals.tables.reading import Table


def table(*rows):
    """The rows, under a header in the first row of a sheet."""
    cells = [["" if cell is None else str(cell) for cell in row.values()] for row in rows]
    return Table(list(rows[0]), cells, list(range(2, 2 + len(rows))))

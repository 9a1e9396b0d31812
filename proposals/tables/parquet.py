"""The list as a Parquet file, where pyarrow is installed: the extra `parquet`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from typing import Any

from proposals.models.proposals import ProposalQuerySet
from proposals.tables.columns import columns
from proposals.tables.exports import Part, Sink, parts_of

# What is written at a time: of each such group the file, and the memory of its writer, has a
# description to the end.
PARTS = 50

IS_INSTALLED = find_spec("pyarrow") is not None


def as_parquet(proposals: ProposalQuerySet) -> Iterator[bytes]:
    """Made and sent part by part."""
    # Heavy, and not everywhere.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "array": pa.list_(pa.string()),
    }
    schema = pa.schema(
        [
            pa.field(column.name, types[column.type], metadata={"description": str(column.meaning)})
            for column in columns()
        ]
    )
    sink = Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        yield sink.taken()
        parts = parts_of(proposals)
        while tables := [_table(part, schema) for part in islice(parts, PARTS)]:
            writer.write_table(pa.concat_tables(tables))
            yield sink.taken()
    yield sink.taken()


def _table(part: Part, schema: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    values = [
        list(map(dt.datetime.fromisoformat, values)) if column.type == "datetime" else values
        for column, values in zip(columns(), part, strict=True)
    ]
    return pa.table(values, schema=schema)

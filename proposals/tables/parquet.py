"""The list as a Parquet file, where pyarrow is installed: the extra `parquet`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.util import find_spec

from proposals.models.proposals import ProposalQuerySet
from proposals.tables.columns import columns
from proposals.tables.exports import Sink, parts_of

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
        for part in parts_of(proposals):
            table = [
                list(map(dt.datetime.fromisoformat, values)) if c.type == "datetime" else values
                for c, values in zip(columns(), part, strict=True)
            ]
            writer.write_table(pa.table(table, schema=schema))
            yield sink.taken()
    yield sink.taken()

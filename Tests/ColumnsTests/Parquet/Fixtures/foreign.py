"""Writes the Parquet files of this folder with the types that other writers choose (pyarrow 26.0.1).

    python3 foreign.py
"""

import datetime
import decimal
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

folder = pathlib.Path(__file__).parent
utc = datetime.timezone.utc
moments = [datetime.datetime(2026, 4, 1, 2, 17, 0, 123456, utc), None, datetime.datetime(1969, 12, 31, 23, 59, 59, 0, utc)]
numbers = [decimal.Decimal("12.5"), None, decimal.Decimal("-0.1")]

table = pa.table({
    "dictionary": pa.array(["é", None, "é"]).dictionary_encode(),
    "large": pa.array(["a", None, "漢"], pa.large_string()),
    "view": pa.array(["a text longer than twelve bytes", None, ""], pa.string_view()),
    "int8": pa.array([-128, None, 127], pa.int8()),
    "uint16": pa.array([65535, None, 0], pa.uint16()),
    "uint32": pa.array([4294967295, None, 0], pa.uint32()),
    "uint64": pa.array([9223372036854775807, None, 0], pa.uint64()),
    "float": pa.array([0.5, None, -0.25], pa.float32()),
    "seconds": pa.array(moments, pa.timestamp("s", "Europe/Berlin"), safe=False),
    "milliseconds": pa.array(moments, pa.timestamp("ms", "UTC"), safe=False),
    "nanoseconds": pa.array([1775009820123456789, None, -1000000000], pa.timestamp("ns", "UTC")),
    "clock": pa.array([None if m is None else m.replace(tzinfo=None) for m in moments], pa.timestamp("us")),
    "decimal32": pa.array(numbers, pa.decimal32(4, 1)),
    "decimal64": pa.array(numbers, pa.decimal64(18, 3)),
    "decimal256": pa.array(numbers, pa.decimal256(38, 24)),
    "tags": pa.array([[("team", "é\"\\\n"), ("owner", None)], None, []], pa.map_(pa.string(), pa.string())),
    # These cannot be read as a column.
    "wide": pa.array(numbers, pa.decimal256(40, 2)),
    "binary": pa.array([b"\xff", None, b""]),
    "list": pa.array([["a"], None, []], pa.list_(pa.string())),
    "counts": pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int32())),
})
pq.write_table(table, folder / "foreign.parquet", compression="snappy")

# As older engines write: no Arrow schema, decimals in integers, timestamps in 96 bits.
old = table.select(["dictionary", "nanoseconds", "decimal32", "decimal64"])
pq.write_table(
    old, folder / "old.parquet", compression="gzip", store_schema=False, store_decimal_as_integer=True,
    use_deprecated_int96_timestamps=True)

# One more than the largest int64.
pq.write_table(pa.table({"uint64": pa.array([2**63], pa.uint64())}), folder / "unsigned.parquet")
pq.write_table(pa.table([pa.array([1]), pa.array([2])], names=["twice", "twice"]), folder / "twice.parquet")

"""Makes Parquet of answers of OpenCost, as opencost-parquet-exporter does it (pandas 3.1.1, pyarrow 26.0.1).

    python3 dump.py

Its steps: the marked row of claims is taken out, each set of the answer is flattened by json_normalize and the sets are
put one below the other, columns are renamed and made floats, to_parquet writes them.
"""

import gzip
import json
import pathlib

import pandas

FOLDER = pathlib.Path(__file__).parent
LABELS = {"labels": ["node_type", "product", "project", "role", "team"],
          "namespaceLabels": ["product", "project", "role", "team"]}
SHORT = {"labels": "label", "namespaceLabels": "namespaceLabels"}
FLOATS = """
    cpuCoreHours cpuCoreRequestAverage cpuCoreUsageAverage cpuCores cpuCost cpuCostAdjustment cpuEfficiency
    externalCost gpuCost gpuCostAdjustment gpuCount gpuHours loadBalancerCost loadBalancerCostAdjustment networkCost
    networkCostAdjustment networkCrossRegionCost networkCrossZoneCost networkInternetCost networkReceiveBytes
    networkTransferBytes pvByteHours pvBytes pvCost pvCostAdjustment ramByteHours ramByteRequestAverage
    ramByteUsageAverage ramBytes ramCost ramCostAdjustment ramEfficiency running_minutes sharedCost totalCost
    totalEfficiency""".split()


def dump(answer, path, separator=".", dropped=("pvs", "lbAllocations")):
    """Writes an answer's rows; older versions of the exporter dropped nothing, against their will."""
    sets = [rows for rows in answer["data"] if rows is not None]
    for rows in sets:
        rows.pop("__unmounted__/__unmounted__/__unmounted__", None)
        for row in rows.values():
            for key in dropped:
                row.pop(key, None)
    table = pandas.concat([pandas.json_normalize(list(rows.values()), sep=separator) for rows in sets])
    names = {"start": "running_start_time", "end": "running_end_time", "minutes": "running_minutes"}
    for kind, labels in LABELS.items():
        names |= {f"properties.{kind}.{label}": f"{SHORT[kind]}.{label}" for label in labels}
    table = table.rename(columns=names)
    table = table.astype({name: "float" for name in FLOATS})
    table.to_parquet(path, engine="pyarrow", index=False)


month = FOLDER.parent / "example-month" / "opencost"
with gzip.open(month / "allocation-2026-04-08.json.gz") as file:
    dump(json.load(file), month / "k8s_opencost.parquet")
with open(FOLDER / "hourly.json", encoding="utf-8") as file:
    dump(json.load(file), FOLDER / "hourly.parquet", separator="_", dropped=())

"""What the peers are told about the columns of a bill."""
THREADS = 2

COSTS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")

# What the query sums by, beside the day.
GROUPS = ("ServiceName", "SubAccountId")

DECIMALS = {
    "BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "ConsumedQuantity", "ContractedUnitPrice",
    "ListUnitPrice", "PricingQuantity"}


def kinds(path):
    """The kind of each column of a CSV file, by name and in the file's order."""
    with open(path, encoding="utf-8") as file:
        names = file.readline().strip().replace('"', "").split(",")
    return {
        name: "decimal" if name in DECIMALS else "time" if name.endswith(("PeriodStart", "PeriodEnd")) else "text"
        for name in names}

-- A view by week, cluster and namespace from what a stage `allocate` has published, apart from the program's code.
-- Tests/Fixtures/example-month/expected-weeks.csv is its answer for the example month (`make demo`), without zeros at
-- the end of decimals. It is run by DuckDB in the folder of the publication:
--
--   cd .reckon/published/harbor/nightly/2026-04/allocation/current
--   duckdb -csv < ../../../../../../../Tests/Oracles/week-view.sql
--
-- Whatever is shared stands on the namespaces that received it and is taken from where it was.
WITH pieces AS (
    SELECT strftime(ChargePeriodStart, '%G-W%V') AS week, x_ClusterId AS cluster, x_Namespace AS namespace,
        x_AllocationPart AS part, EffectiveCost AS cost,
        x_Namespace IS NOT NULL AND regexp_matches(x_Namespace, '^(openshift|openshift-.*|kube-.*)$') AS platform
    FROM 'allocations/*.parquet'
),
lines AS (
    SELECT week,
        coalesce(cluster, '__outside__') AS cluster,
        coalesce(namespace, CASE
            WHEN part = 'Outside' THEN '__outside__'
            WHEN part = 'No telemetry' THEN '__no_telemetry__'
            WHEN part LIKE '% idle' THEN '__idle__'
            ELSE '__unallocated__' END) AS namespace,
        cost AS direct,
        CASE
            WHEN platform OR (namespace IS NULL AND part NOT IN ('Outside', 'No telemetry')) THEN -cost
            ELSE 0 END AS shared
    FROM pieces
    UNION ALL
    SELECT strftime(Day, '%G-W%V'), Cluster, coalesce(Namespace, '__residual__'), 0, EffectiveCost
    FROM 'distributions/*.parquet'
)
SELECT week, cluster, namespace, CAST(sum(direct) AS DECIMAL(38, 24)) AS direct,
    CAST(sum(shared) AS DECIMAL(38, 24)) AS shared, CAST(sum(direct) + sum(shared) AS DECIMAL(38, 24)) AS cost
FROM lines
GROUP BY ALL
ORDER BY ALL;

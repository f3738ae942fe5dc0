import FuzzTargets

/// What is fuzzed: a C function cannot carry it along. Set once, before the fuzzer begins.
nonisolated(unsafe) var chosen = FuzzTarget.csv

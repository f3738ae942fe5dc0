import Testing

/// Calls to the sandbox, one test after the other: they share its one set of books.
@Suite(.serialized) struct WireTests {}

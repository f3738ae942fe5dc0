import Kernel

/// A row that cannot be read, found while its fields are read. It is set aside, the rows after it are read.
struct BadRow: Error { let diagnostic: Diagnostic }

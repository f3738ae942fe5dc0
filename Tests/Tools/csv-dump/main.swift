import Columns
import FuzzTargets
import Glibc

// Prints what the CSV reader makes of files: the door for Tests/Oracles/csv-hostile. Part of no release.
//
// Standard input has a line for each file: the bytes of the reader's buffer, those of its window, those of a part (each
// 0 for the usual), and the path, with tabs between. For each file there are printed
//   file PATH
//   a line for each record: number, line, byte offset, problem or -, then the fields, with tabs between
//   end, or failed CODE LINE:COLUMN
//   parts agree, or parts misjudged
// A field begins with q when it stood in quotes, else with u. Backslash, tab, CR and LF in it are written \\ \t \r \n.

let output = DescriptorSink(STDOUT_FILENO, name: "standard output")

while let line = readLine() {
    let parts = line.split(separator: "\t", maxSplits: 3).map(String.init)
    guard parts.count == 4, let buffer = Int(parts[0]), let window = Int(parts[1]), let partBytes = Int(parts[2]) else {
        print("csv-dump: a line is BUFFER, WINDOW, PART and PATH, with tabs between")
        exit(64)
    }
    let usual = CSVLimits()
    let limits = CSVLimits(
        bufferBytes: buffer > 0 ? buffer : usual.bufferBytes, windowBytes: window > 0 ? window : usual.windowBytes)
    let reading = CSVReading(path: parts[3], limits)
    try output.write("file \(parts[3])\n")
    try Dump(reading).bytes.withUnsafeBytes { try output.write($0) }
    guard reading.hasHeader else { continue }
    let outcome = try CSVParts.check(
        path: parts[3], partBytes: partBytes > 0 ? partBytes : 4 << 20, limits, against: reading)
    try output.write("parts \(outcome == .agrees ? "agree" : "misjudged")\n")
}

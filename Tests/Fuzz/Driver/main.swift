import CLibFuzzer
import FuzzTargets
import Glibc

// fuzz TARGET [options and corpora of libFuzzer]; Tests/Fuzz/run calls it.
guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
    print("fuzz TARGET: one of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
    exit(64)
}
chosen = target

// libFuzzer sees the arguments behind the target's name.
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
arguments?[0] = CommandLine.unsafeArgv[0]
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
        do {
            try chosen.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
        } catch {
            // What libFuzzer takes for a finding is the end of the process.
            fatalError("\(error)")
        }
        return 0
    })

import Glibc
package import Kernel

/// Where written bytes go.
package protocol ByteSink: AnyObject {
    /// Writes all of `bytes` or throws (exit 74).
    func write(_ bytes: UnsafeRawBufferPointer) throws(Failure)
}

extension ByteSink {
    package func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { unsafe try write(UnsafeRawBufferPointer($0)) }
    }
}

/// A descriptor that somebody else opened and will close, such as standard output.
package final class DescriptorSink: ByteSink {
    private let descriptor: CInt
    private let name: String

    /// - Parameter name: what errors call it.
    package init(_ descriptor: CInt, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        unsafe try writeAll(bytes, to: descriptor, name: name)
    }
}

/// Goes on after short writes and interruptions.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt, name: String) throws(Failure) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if errno != EINTR {
            throw writeFailure(errno, name)
        }
    }
}

func writeFailure(_ cause: CInt, _ name: String) -> Failure {
    let place = Place(file: name)
    switch cause {
    case ENOSPC, EDQUOT:
        return Failure(
            .cannotWrite, TextCode.diskFull, "there is no space left to write the file", at: place,
            hint: "free space on the file system or raise the quota, then run again")
    default:
        return Failure(
            .inputOutput, TextCode.writeFailed, "writing failed: \(systemMessage(cause))", at: place,
            hint: "check the disk or the mount, then run again")
    }
}

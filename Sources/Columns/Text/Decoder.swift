import Kernel

/// Turns the stored bytes of a file into plain ones, with buffers that do not grow with the file.
protocol Decoder: AnyObject {
    /// Fills `target` as far as the file goes; 0 at its end only.
    func read(into target: UnsafeMutableRawBufferPointer, from file: inout SequentialFile) throws(Failure) -> Int
}

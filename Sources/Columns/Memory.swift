import CArrow

/// The memory of the process.
package enum Memory {
    /// Gives freed memory back to the system. The allocators keep it otherwise, for each thread that had some, and a step
    /// that needs other sizes takes more.
    package static func giveBack() { carrow_give_back_memory() }
}

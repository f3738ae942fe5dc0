import Documents
import Kernel
import Runner

/// What a delivery says about the bill that was read from it.
struct DeliveredBill {
    let input: FoundInput

    /// Compares the rows that were read with those that the delivery promises, and adds what identifies it to the facts.
    ///
    /// - Throws: exit 65 when the numbers differ.
    func complete(_ outcome: inout StageOutcome) throws(Failure) {
        guard case .object(var members) = outcome.facts else {
            preconditionFailure("facts of an ingest are an object")
        }
        if let stated = input.rowCount {
            guard case .integer(let read)? = members.first(where: { $0.key == "rowsRead" })?.value else {
                preconditionFailure("facts of an ingest say how many rows were read")
            }
            guard Int64(read) == stated else {
                throw Failure(
                    .badInput, DeliveryCode.rowCountDiffers,
                    "\(read) rows were read, and the manifest says \(stated)",
                    at: input.files.first.map { Place(file: $0.name) },
                    hint: "let the provider deliver anew; nothing was published")
            }
        }
        members.append(.init("delivery", input.facts))
        outcome.facts = .object(members)
    }
}

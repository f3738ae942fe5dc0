import Columns
import Kernel
import Model

/// Commitments, services, resources and tags.
extension AzureCostDetails {
    func fillCommitment(
        _ draft: inout FocusDraft, _ charge: AzureCharge, from row: borrowing some SourceRow & ~Copyable
    ) {
        guard let commitment = charge.commitment,
            let position = [columns.benefit, columns.reservation].compactMap({ $0 }).first(where: { !row[$0].isNull })
        else { return }
        draft.set(.commitmentDiscountID, copying: AzureCostDetails.lowered(row[position]))
        let names = [columns.benefitName, columns.reservationName].compactMap { $0 }
        if let name = names.first(where: { !row[$0].isNull }) { draft.set(.commitmentDiscountName, row[name]) }
        draft.set(.commitmentDiscountType, commitment.type)
        draft.set(.commitmentDiscountCategory, commitment.category)
        if charge.isCovered { draft.set(.commitmentDiscountStatus, charge.kind == .unused ? "Unused" : "Used") }
    }

    mutating func fillService(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        var field = row[columns.meterCategory]
        if field.isNull { field = row[columns.consumedService] }
        draft.set(.serviceName, field)
        let service = texts.service(field)
        if service.category == nil { unplaced.count(service.name) }
        draft.set(.serviceCategory, service.category ?? ServiceTable.other)
        draft.set(.providerName, "Microsoft")
        draft.set(.invoiceIssuerName, "Microsoft")
        draft.set(.subAccountType, "Subscription")
        if let position = columns.publisherName, !row[position].isNull {
            draft.set(.publisherName, row[position])
        } else if columns.publisherType.map({ !AzureCostDetails.isForeign(row[$0]) }) ?? true {
            draft.set(.publisherName, "Microsoft")
        }
    }

    func fillResource(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let position = columns.location, !row[position].isNull {
            draft.set(.regionName, row[position])
            draft.set(.regionID, copying: AzureCostDetails.lowered(row[position]).filter { $0 != UInt8(ascii: " ") })
        }
        let resource = columns.resource.map { row[$0] }
        if let resource, !resource.isNull { draft.set(.resourceID, copying: AzureCostDetails.lowered(resource)) }
        if let position = columns.resourceName, !row[position].isNull {
            draft.set(.resourceName, row[position])
        } else if let resource, let slash = resource.bytes.lastIndex(of: UInt8(ascii: "/")) {
            let name = resource.bytes[(slash + 1)...]
            if !name.isEmpty { draft.set(.resourceName, copying: name) }
        }
    }

    mutating func fillTags(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding? {
        guard let position = columns.tags, !row[position].isNull else { return nil }
        switch texts.tags(row[position]) {
        case .whole: draft.set(.tags, row[position])
        case .made(let bytes): draft.set(.tags, copying: bytes)
        case .broken(let reason): return JSONCell.finding("Tags", reason, slot: FocusColumn.tags.ordinal)
        }
        return nil
    }

    /// Sold through Azure by somebody else.
    private static func isForeign(_ field: CSVField) -> Bool {
        !field.isNull && !["azure", "microsoft"].contains(field.text.lowercased())
    }

    /// Azure's ids are the same in any case, and come in several for one resource: lower case is kept.
    private static func lowered(_ field: CSVField) -> [UInt8] {
        field.bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}

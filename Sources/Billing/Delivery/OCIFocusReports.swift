import Columns
import Kernel

/// Oracle's FOCUS reports: `FOCUS Reports/2026/04/30/0001.csv.gz`, a few files a day, never changed once written.
///
/// There is no manifest: a file is complete when it is there. The day is that of writing, not of the charges. A month's
/// bill is therefore in the files of its own days and of the first days of the next month. Rows of other months in them
/// keep their billing period and are not allocated in the run.
struct OCIFocusReports: DeliveryLayout {
    static let folder = "FOCUS Reports"

    /// How many days of the next month are read: late usage is written within a few days.
    let lateDays: Int

    func find(_ period: Month, in source: DeliverySource) throws(Failure) -> Delivery {
        var objects = try bills(of: period, days: 1...31, source)
        guard !objects.isEmpty else {
            throw source.nothing(
                "there are no FOCUS reports of \(period)", in: OCIFocusReports.folder,
                hint: "files are expected in \(source.name(OCIFocusReports.path(period)))/DD/")
        }
        if lateDays > 0 { objects += try bills(of: period.next, days: 1...lateDays, source) }
        try source.limit(objects, in: OCIFocusReports.folder)
        try BillFolder.refuseTwoForms(objects, source)
        return Delivery(objects: objects)
    }

    private func bills(
        of month: Month, days: ClosedRange<Int>, _ source: DeliverySource
    ) throws(Failure) -> [StoredObject] {
        let folder = OCIFocusReports.path(month)
        return try source.store.list(folder).filter { object in
            let parts = object.path.dropFirst(folder.count + 1).split(separator: "/")
            guard parts.count == 2, parts[0].utf8.count == 2, let day = Int(parts[0]) else { return false }
            return days.contains(day) && BillFolder.isBill(object.path)
        }
    }

    /// `FOCUS Reports/2026/04`.
    private static func path(_ month: Month) -> String {
        "\(folder)/\(month.description.replacing("-", with: "/"))"
    }
}

package import Documents
package import Kernel
package import Schedule

/// The folder that holds `Jobs/` and `Config/`, and the home where the runner keeps its state.
package struct Project: Sendable {
    package let root: String
    package let home: String
    package let lease: LeaseTerms
    package let watch: WatchSettings
    /// The machine's time zones.
    package let zones: ZoneFolder

    /// What `Config/reckon.json` holds.
    package static let configurationShape = ObjectShape.document(
        "configuration", "settings of this installation",
        [
            .optional(
                "home", .path, default: ".reckon",
                "folder of the runner's state: published files, embedded database, logs; relative to the project"),
            .optional(
                "heartbeatSeconds", .integer(1...300), default: 15,
                "how often a run renews its lease; three beats without a word, and others may take its period"),
            encryptionKeysField,
        ] + WatchSettings.fields)

    /// What `Config/tenants/<name>.json` holds.
    package static let tenantShape = ObjectShape.document(
        "tenant", "somebody whose costs are kept apart from those of all others",
        [
            .required("tenant", .identifier, "name of the tenant; the file is Config/tenants/<name>.json"),
            .required("name", .text(), "the tenant's name as reports print it"),
            encryptionKeysField,
        ])

    /// - Parameters:
    ///   - root: absolute path, or relative to the working folder.
    ///   - home: from `--home` or `RECKON_HOME`; wins over the configuration.
    ///   - zones: the folder of the machine's time zones.
    /// - Throws: exit 66 when the folder holds no `Jobs/`; 78 when `Config/reckon.json` is wrong.
    package init(root: String, home: String?, zones: ZoneFolder = .standard) throws(Failure) {
        guard let real = FileSystem.realPath(root), FileSystem.isDirectory(real + "/Jobs") else {
            throw Failure(
                .missingInput, RunnerCode.noProject, "there is no folder Jobs/ here", at: Place(file: root),
                hint: "change to the folder that holds Jobs/ and Config/, or name it with --project")
        }
        self.root = real
        self.zones = zones
        var chosen = home
        var heartbeatSeconds: Int?
        var watch = WatchSettings()
        let path = real + "/Config/reckon.json"
        if FileSystem.exists(path) {
            let settings = try JSONText.parse(
                try FileSystem.read(path), file: "Config/reckon.json", as: Project.configurationShape)
            if chosen == nil { chosen = try settings.option("home", \.string) }
            heartbeatSeconds = try settings.option("heartbeatSeconds", \.int)
            watch = try WatchSettings(settings, root: real, zones: zones)
        }
        self.watch = watch
        lease = heartbeatSeconds.map { LeaseTerms(heartbeatSeconds: $0) } ?? LeaseTerms()
        let place = chosen ?? ".reckon"
        self.home = place.hasPrefix("/") ? place : "\(real)/\(place)"
    }

    /// Jobs by name.
    package func jobs() throws(Failure) -> [JobID] { try identifiers(in: "Jobs") }

    /// Whether there is a file of that job, good or not.
    package func has(_ job: JobID) -> Bool { FileSystem.exists("\(root)/Jobs/\(job).json") }

    /// Tenants by name.
    package func tenants() throws(Failure) -> [TenantID] { try identifiers(in: "Config/tenants") }

    /// The tenant's name for reports.
    package func name(of tenant: TenantID) throws(Failure) -> String {
        try document(of: tenant).option("name", \.string)
    }

    /// What the tenant's file holds.
    func document(of tenant: TenantID) throws(Failure) -> JSONNode {
        let shown = "Config/tenants/\(tenant).json"
        let node = try JSONText.parse(
            try FileSystem.read("\(root)/\(shown)"), file: shown, as: Project.tenantShape)
        let stated = try node.option("tenant", \.string)
        guard stated == tenant.text else {
            throw Failure(
                .configuration, RunnerCode.badConfiguration, "the file of tenant '\(tenant)' says it is '\(stated)'",
                at: node["tenant"]?.place, hint: "write \"tenant\": \"\(tenant)\", or rename the file")
        }
        return node
    }

    private func identifiers<Kind>(in folder: String) throws(Failure) -> [Identifier<Kind>] {
        try FileSystem.names(in: "\(root)/\(folder)").compactMap { name in
            name.hasSuffix(".json") ? Identifier<Kind>(String(name.dropLast(5))) : nil
        }
    }
}

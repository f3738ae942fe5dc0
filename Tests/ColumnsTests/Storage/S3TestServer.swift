import Glibc

/// What Tests/Oracles/s3-store says of its servers.
enum S3TestServer {
    static let endpoint: String? = variable("RECKON_TEST_S3_ENDPOINT")

    static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}

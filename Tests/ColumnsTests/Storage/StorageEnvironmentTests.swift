import Kernel
import Testing

@testable import Columns

struct StorageEnvironmentTests {
    @Test func takesTheEndpointOfS3BeforeThatOfAllServices() throws {
        let environment = try StorageEnvironment(variables: [
            "AWS_ENDPOINT_URL": "https://all.example.org", "AWS_ENDPOINT_URL_S3": "https://s3.example.org:9000/",
        ])
        #expect(environment.s3Endpoint?.authority == "s3.example.org:9000")
        #expect(environment.s3Endpoint?.isPlain == false)
        #expect(environment.gcsEndpoint == nil)
    }

    @Test func takesEmptyVariablesForMissingOnes() throws {
        let environment = try StorageEnvironment(variables: [
            "AWS_ENDPOINT_URL_S3": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-central-1",
            "RECKON_STORAGE_ANONYMOUS": "",
        ])
        #expect(environment.s3Endpoint == nil)
        #expect(environment.region == "eu-central-1")
        #expect(!environment.isAnonymous)
    }

    @Test(arguments: [
        "http://127.0.0.1:9000", "http://localhost", "http://127.9.8.7:1/", "http://[::1]:9000", "HTTP://localhost:1",
    ])
    func allowsPlainTextOnThisMachine(text: String) throws {
        #expect(try StorageEnvironment(variables: ["AWS_ENDPOINT_URL": text]).s3Endpoint?.isPlain == true)
    }

    @Test(arguments: [
        (
            "http://minio.example.org:9000",
            "AWS_ENDPOINT_URL wants plain http, where anybody on the way can read and change bills"
        ),
        (
            "http://127.0.0.1.example.org",
            "AWS_ENDPOINT_URL wants plain http, where anybody on the way can read and change bills"
        ),
        (
            "http://localhost.example.org",
            "AWS_ENDPOINT_URL wants plain http, where anybody on the way can read and change bills"
        ),
        (
            "http://[::1].example.org",
            "AWS_ENDPOINT_URL wants plain http, where anybody on the way can read and change bills"
        ),
        ("https://hush:hush@s3.example.org", "AWS_ENDPOINT_URL holds a user name or password"),
        ("s3.example.org:9000", "AWS_ENDPOINT_URL is no address of a server"),
        ("ftp://s3.example.org", "AWS_ENDPOINT_URL is no address of a server"),
        ("https://", "AWS_ENDPOINT_URL is no address of a server"),
        ("https://:9000", "AWS_ENDPOINT_URL is no address of a server"),
        ("https://s3.example.org/path", "AWS_ENDPOINT_URL is no address of a server"),
        ("https://s3.example.org?hush", "AWS_ENDPOINT_URL is no address of a server"),
        ("https://s3.exam\0ple.org", "AWS_ENDPOINT_URL is no address of a server"),
    ])
    func saysWhatIsWrongWithAnEndpoint(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try StorageEnvironment(variables: ["AWS_ENDPOINT_URL": text]) }
        #expect(failure?.exitStatus == .configuration)
        #expect(failure?.diagnostics.first?.message == message)
        #expect(failure?.description.contains("hush") == false)
    }

    @Test func knowsTwoValuesForUnsignedRequests() throws {
        #expect(try StorageEnvironment(variables: ["RECKON_STORAGE_ANONYMOUS": "1"]).isAnonymous)
        #expect(try !StorageEnvironment(variables: ["RECKON_STORAGE_ANONYMOUS": "0"]).isAnonymous)
        #expect(throws: Failure.self) { try StorageEnvironment(variables: ["RECKON_STORAGE_ANONYMOUS": "yes"]) }
    }
}

import Kernel
import Testing

@testable import Columns

struct StorageLocationTests {
    @Test(arguments: [
        ("s3://bills", "s3://bills", "bills", ""),
        ("s3://bills/", "s3://bills", "bills", ""),
        ("S3://bills/exports/focus//", "s3://bills/exports/focus", "bills", "exports/focus"),
        (
            "s3://bills.example-1/a b+c%25/é@x:y", "s3://bills.example-1/a b+c%25/é@x:y", "bills.example-1",
            "a b+c%25/é@x:y"
        ),
        ("gs://bills/oci", "gs://bills/oci", "bills", "oci"),
        (
            "abfs://costs@acme1.dfs.core.windows.net/exports", "abfs://costs@acme1.dfs.core.windows.net/exports",
            "costs", "exports"
        ),
        (
            "abfss://costs@acme1.dfs.core.windows.net", "abfs://costs@acme1.dfs.core.windows.net", "costs", ""
        ),
        (
            "https://acme1.blob.core.windows.net/costs/exports/daily/",
            "abfs://costs@acme1.dfs.core.windows.net/exports/daily", "costs", "exports/daily"
        ),
    ])
    func readsBuckets(text: String, location: String, bucket: String, prefix: String) throws {
        guard case .bucket(let address) = try StorageLocation(text) else {
            Issue.record("\(text) is a bucket")
            return
        }
        #expect(address.location == location)
        #expect(address.bucket == bucket)
        #expect(address.prefix == prefix)
        #expect(try StorageLocation(location) == .bucket(address))
    }

    @Test(arguments: [
        "/srv/bills", "bills/2026-04", "a:b", "./s3:/bills", "s3", "s3/gs:/x", "./s3://bills", "exports @ home/x://y",
        "/a/gs://b",
    ])
    func takesOtherTextsForFolders(text: String) throws {
        #expect(try StorageLocation(text) == .folder(text))
    }

    @Test(arguments: [
        ("", "the location is empty"),
        ("/srv/\0bills", "the location holds a NUL byte"),
        ("s3://", "the location names no bucket"),
        ("s3:///exports", "the location names no bucket"),
        ("s3://bi lls/x", "the location has the bucket \"bi lls\""),
        ("s3://arn:aws:s3:::bills/x", "the location has the bucket \"arn:aws:s3:::bills\""),
        ("s3://../x", "the location has the bucket \"..\""),
        (
            "s3://bills/a/../../b",
            "the location has the path \"a/../../b\", which has a part \"..\", which would lead elsewhere"
        ),
        (
            "gs://bills/a//b",
            "the location has the path \"a//b\", which has an empty part between two slashes or at an end"
        ),
        ("s3://bills/a\nb", "the location has the path \"a\\nb\", which holds a control character"),
        ("s3:/bills/exports", "the location has no // after \"s3:\""),
        ("GS:bills", "the location has no // after \"gs:\""),
        ("https:/acme1.blob.core.windows.net/costs", "the location has no // after \"https:\""),
        ("s3a://bills", "the location begins with \"s3a://\""),
        ("file:///srv", "the location begins with \"file://\""),
        ("http://acme1.blob.core.windows.net/costs", "the location begins with \"http://\""),
        ("abfs://acme1.dfs.core.windows.net/costs", "the location names no container"),
        ("abfs://@acme1.dfs.core.windows.net/costs", "the location names no bucket"),
        (
            "abfs://costs@acme1.example.org/x",
            "the location has the host \"acme1.example.org\", which is none of Azure's storage"
        ),
        (
            "abfs://costs@.dfs.core.windows.net/x",
            "the location has the host \".dfs.core.windows.net\", which is none of Azure's storage"
        ),
        (
            "https://bills.s3.amazonaws.com/x",
            "the location has the host \"bills.s3.amazonaws.com\", which is none of Azure's storage"
        ),
        ("https://acme1.blob.core.windows.net/", "the location names no bucket"),
        ("https://acme1.blob.core.windows.net/costs/a%20b", "the location is percent-encoded"),
    ])
    func saysWhatIsWrong(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try StorageLocation(text) }
        #expect(failure?.exitStatus == .configuration)
        #expect(failure?.diagnostics.first?.code == StorageCode.wrongLocation)
        #expect(failure?.diagnostics.first?.message == message)
        #expect(failure?.diagnostics.first?.hint?.isEmpty == false)
    }

    @Test(arguments: [
        "s3://AKIAHUSH:hush@bills/x", "s3://hush@bills", "gs://hush:hush@bills/x", "s3://bills/x?secret_key=hush",
        "abfs://costs:hush@acme1.dfs.core.windows.net/x", "abfs://costs@hush@acme1.dfs.core.windows.net/x",
        "https://acme1.blob.core.windows.net/costs/x?sv=2024&sig=hush", "s3://bills/x#hush", "s3a://bills?hush",
    ])
    func refusesSecretsWithoutShowingThem(text: String) {
        let failure = #expect(throws: Failure.self) { try StorageLocation(text) }
        #expect(failure?.diagnostics.first?.code == StorageCode.secretInLocation)
        #expect(failure?.description.contains("hush") == false)
        #expect(failure?.restrictedDetail == nil)
    }

    @Test func opensTheStoreThatTheTextNames() throws {
        let environment = try StorageEnvironment(variables: [:])
        #expect(try StorageLocation("/srv/bills/").store(environment) is LocalFolder)
        #expect(try StorageLocation("/srv/bills/").store(environment).location == "/srv/bills")
        #expect(try StorageLocation("s3://bills/x").store(environment) is Bucket)
        #expect(try StorageLocation("gs://bills/x").store(environment).location == "gs://bills/x")
    }
}

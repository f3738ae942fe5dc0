import Synchronization

/// Arrow's client for one bucket, made when it is first used: a job can be checked without it.
final class BucketConnection: Sendable {
    private let address: BucketAddress
    private let environment: StorageEnvironment
    private let opened = Mutex<StoreHandle?>(nil)

    init(_ address: BucketAddress, _ environment: StorageEnvironment) {
        self.address = address
        self.environment = environment
    }

    func handle() throws(StoreError) -> StoreHandle {
        // The lock is held while the client is made, so that it is made once.
        let result = opened.withLock { opened -> Result<StoreHandle, StoreError> in
            if let opened { return .success(opened) }
            do throws(StoreError) {
                let made = try StoreHandle(address, environment)
                opened = made
                return .success(made)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

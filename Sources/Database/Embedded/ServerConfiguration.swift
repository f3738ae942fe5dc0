internal import Glibc
import Kernel

/// The files the embedded server reads when it starts; written before every start.
enum ServerConfiguration {
    static let administrator = "reckon_admin"
    static let database = "reckon"

    /// Modest memory, no network, everything on disk before an answer, and no statement text or row in the log.
    static func settings(_ place: ServerPlace) -> String {
        """
        # Written by reckon at every start; changes are lost.
        data_directory = '\(quoted(place.data))'
        hba_file = '\(quoted(place.folder))/access.conf'
        ident_file = '\(quoted(place.folder))/accounts.conf'
        cluster_name = 'reckon'

        # Reachable through a socket in a folder of mode 0700 only.
        listen_addresses = ''
        port = 5432
        unix_socket_directories = '"\(quoted(place.socketFolder))"'
        unix_socket_permissions = 0700
        max_connections = 60

        shared_buffers = 128MB
        work_mem = 16MB
        maintenance_work_mem = 128MB
        dynamic_shared_memory_type = \(sharedMemory)
        max_wal_size = 1GB
        min_wal_size = 80MB
        jit = off

        # No replicas: copies are made with pg_dump.
        wal_level = minimal
        max_wal_senders = 0
        wal_compression = on

        fsync = on
        full_page_writes = on
        synchronous_commit = on

        timezone = 'UTC'
        log_timezone = 'UTC'
        lc_messages = 'C'
        log_line_prefix = '%m [%p] %q%u '
        log_error_verbosity = terse
        log_min_error_statement = panic
        log_checkpoints = off
        """ + "\n"
    }

    /// Small containers and chroots have no /dev/shm that the server's account may write to; files do there as well.
    private static var sharedMemory: String {
        let everybodyWrites: mode_t = 0o002
        guard let folder = ServerFiles.status("/dev/shm"), folder.isFolder, folder.mode & everybodyWrites != 0 else {
            return "mmap"
        }
        return "posix"
    }

    /// `peer`: the kernel tells the server which account is at the other end of the socket, and `accounts` lists who may
    /// be whom. Together with the folder's mode this admits root (when root started it) and the server's account only.
    static let access = """
        # Written by reckon at every start; changes are lost.
        local all all peer map=reckon

        """

    static func accounts(_ names: [String]) -> String {
        let roles = [administrator, Roles.owner, Roles.runtime]
        let lines = names.flatMap { name in roles.map { "reckon \"\(name)\" \($0)" } }
        return "# Written by reckon at every start; changes are lost.\n" + lines.joined(separator: "\n") + "\n"
    }

    /// Inside single quotes of postgresql.conf.
    private static func quoted(_ path: String) -> String {
        path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
}

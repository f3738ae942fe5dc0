/// What a node is for; decides which pool its idle cost joins.
package enum NodeRole: String, Sendable {
    case controlPlane = "control plane"
    case infrastructure = "infra"
    case worker

    /// Idle of control-plane and infrastructure nodes is the platform's, that of workers the users'.
    var idlePart: AllocationPart { self == .worker ? .workerIdle : .platformIdle }
}

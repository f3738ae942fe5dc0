import HTTP
import Runner

extension CallingMachine {
    func mailProgram(_ path: String) -> MailProgram { MailProgram(path: path, clock: monotonic, pause: pause) }
}

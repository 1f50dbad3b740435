import Foundation
import Synchronization

/// A program and what it started, so that all of it can be ended.
///
/// Its process group is ended everywhere. A process that has left the group (`setsid`, a daemon) is
/// found on Linux by a variable in its environment, which processes pass on to those that they
/// start. What has both left the group and cleared its environment is not found: only a container
/// keeps such a program in.
final class ProcessFamily: Sendable {
  static let variable = "ASSAY_PROGRAM"

  /// The variable's value, which no other program has.
  let mark = UUID().uuidString

  private let leader = Mutex<pid_t?>(nil)

  func begin(_ leader: pid_t) { self.leader.withLock { $0 = leader } }

  /// Ends all that is left of it.
  func end() {
    leader.withLock { leader in
      guard let group = leader else { return }
      kill(-group, SIGKILL)
      leader = nil
      #if os(Linux)
        // One that is being killed may just have started another.
        for _ in 0..<Self.rounds where killMarked() == 0 { break }
      #endif
    }
  }

  #if os(Linux)
    private static let rounds = 20

    /// Kills the processes with the mark.
    ///
    /// - Returns: How many there were.
    private func killMarked() -> Int {
      let sign = Array("\(Self.variable)=\(mark)".utf8)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      var count = 0
      for process in names.compactMap({ pid_t($0) }) where process != getpid() {
        // The environment of processes of other users, and of dead ones, cannot be read.
        guard let environment = Self.environment(of: process),
          environment.split(separator: 0).contains(where: { $0.elementsEqual(sign) })
        else { continue }
        kill(process, SIGKILL)
        count += 1
      }
      return count
    }

    private static func environment(of process: pid_t) -> [UInt8]? {
      guard let file = fopen("/proc/\(process)/environ", "re") else { return nil }
      defer { fclose(file) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
      }
    }
  #endif
}

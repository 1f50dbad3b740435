import Foundation

/// Finds out who listens at a port of this machine.
enum PortOwner {
  /// Such as `process 4711 (python3)`; nil where the system does not tell.
  static func description(of port: Int) -> String? {
    #if os(Linux)
      guard let inode = listeningInode(port), let process = process(withSocket: inode) else {
        return nil
      }
      return "process \(process.id) (\(process.name))"
    #else
      return fromLSOF(port)
    #endif
  }

  #if os(Linux)
    private static func listeningInode(_ port: Int) -> String? {
      for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
        // Such a file has no size, so it is read until nothing comes any more.
        guard let handle = FileHandle(forReadingAtPath: file),
          let data = try? handle.readToEnd()
        else { continue }
        let table = String(decoding: data, as: UTF8.self)
        if let inode = inode(listeningAt: port, in: table) { return inode }
      }
      return nil
    }

    /// Reads a table of the kernel: the local address is in the second column, the state in the
    /// fourth (0A is listening), the inode of the socket in the tenth.
    static func inode(listeningAt port: Int, in table: String) -> String? {
      let hexadecimal = String(port, radix: 16, uppercase: true)
      let suffix = ":" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
      for line in table.split(separator: "\n").dropFirst() {
        let columns = line.split(separator: " ")
        guard columns.count > 9, columns[1].hasSuffix(suffix), columns[3] == "0A" else { continue }
        return String(columns[9])
      }
      return nil
    }

    private static func process(withSocket inode: String) -> (id: Int, name: String)? {
      let files = FileManager.default
      let target = "socket:[\(inode)]"
      let processes = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
      for id in processes.compactMap({ Int($0) }) {
        let folder = "/proc/\(id)/fd"
        for descriptor in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
          let link = try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
          guard link == target else { continue }
          let name = try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)
          return (id, name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown")
        }
      }
      return nil
    }
  #else
    private static func fromLSOF(_ port: Int) -> String? {
      let lsof = Process()
      lsof.executableURL = URL(filePath: "/usr/sbin/lsof")
      lsof.arguments = ["-nP", "-iTCP:\(port)", "-sTCP:LISTEN", "-Fpc"]
      let output = Pipe()
      lsof.standardOutput = output
      lsof.standardError = FileHandle.nullDevice
      guard (try? lsof.run()) != nil else { return nil }
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      lsof.waitUntilExit()
      let lines = text.split(separator: "\n")
      guard let id = lines.first(where: { $0.hasPrefix("p") })?.dropFirst() else { return nil }
      let name = lines.first { $0.hasPrefix("c") }?.dropFirst() ?? "unknown"
      return "process \(id) (\(name))"
    }
  #endif
}

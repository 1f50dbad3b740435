import Foundation

/// A connection below HTTP, to see what really happens on the wire.
struct RawConnection {
  enum Ending: Equatable {
    /// The server said FIN.
    case closed
    /// The server said RST.
    case reset
    /// Nothing came for the time allowed.
    case silence
  }

  private let descriptor: Int32

  init?(port: Int) {
    #if os(Linux)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    descriptor = socket(AF_INET, stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      close(descriptor)
      return nil
    }
  }

  /// Closes it, where nothing is read to the end.
  func end() { close(descriptor) }

  func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = write(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
        guard count > 0 else { return }
        sent += count
      }
    }
  }

  /// A POST of a call.
  func post(_ path: String, key: String, body: String, headers: [String: String] = [:]) {
    var head = "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    send(
      head + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  /// Reads until the connection ends or nothing comes for a while, and hangs up.
  ///
  /// - Parameters:
  ///   - first: How long the first bytes may take, in seconds.
  ///   - silence: How long the next may.
  func readToEnd(first: Double = 20, silence: Double = 20) async -> (bytes: [UInt8], ending: Ending)
  {
    // On a thread of its own: the simulator needs those of the tasks to answer.
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: blockingRead(first, silence)) }
    }
  }

  /// Limits how long a read waits.
  private func allow(_ seconds: Double) {
    var timeout = timeval()
    timeout.tv_sec = Int(seconds)
    timeout.tv_usec = .init((seconds - seconds.rounded(.down)) * 1e6)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  private func blockingRead(_ first: Double, _ silence: Double) -> (bytes: [UInt8], ending: Ending)
  {
    defer { close(descriptor) }
    allow(first)
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        if result.isEmpty { allow(silence) }
        result += buffer[..<count]
      } else if count == 0 {
        return (result, .closed)
      } else {
        return (result, errno == ECONNRESET ? .reset : .silence)
      }
    }
  }
}

extension [UInt8] {
  /// What stands behind the head of an HTTP message.
  var httpBody: [UInt8] {
    let mark = Array("\r\n\r\n".utf8)
    guard let start = indices.first(where: { self[$0...].starts(with: mark) }) else { return [] }
    return Array(self[(start + 4)...])
  }

  var text: String { String(decoding: self, as: UTF8.self) }
}

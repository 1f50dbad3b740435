#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A port on which nobody answers and that nobody else gets meanwhile: its socket is bound, but
/// does not listen. A port that was merely free a moment ago may be another test's by now.
package enum DeafPort {
  package struct Unavailable: Error {
    package var code: Int32
  }

  /// Calls `body` with the port.
  package static func with<Result>(
    isIPv6: Bool = false, _ body: (Int) async throws -> Result
  ) async throws -> Result {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let socket = socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0)
    guard socket >= 0 else { throw Unavailable(code: errno) }
    defer { close(socket) }
    return try await body(isIPv6 ? bindIPv6(socket) : bindIPv4(socket))
  }

  private static func bindIPv4(_ socket: Int32) throws -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    try bound(socket, &address)
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private static func bindIPv6(_ socket: Int32) throws -> Int {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_addr = in6addr_loopback
    try bound(socket, &address)
    return Int(UInt16(bigEndian: address.sin6_port))
  }

  /// Binds to any free port, and writes into `address` which.
  private static func bound<Address>(_ socket: Int32, _ address: inout Address) throws {
    var length = socklen_t(MemoryLayout<Address>.size)
    let size = length
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, size) == 0 ? getsockname(socket, address, &length) : -1
      }
    }
    guard status == 0 else { throw Unavailable(code: errno) }
  }
}

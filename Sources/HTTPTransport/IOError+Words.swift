import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension IOError {
  /// What the system says, in plain words. NIO's own text tells which of its functions failed,
  /// and calls a connection that was refused one that was reset.
  var words: String {
    switch errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET: "connection reset"
    case EPIPE, ENOTCONN, ESHUTDOWN: "connection closed"
    case ETIMEDOUT: "timed out"
    case EHOSTUNREACH, EHOSTDOWN: "the host cannot be reached"
    case ENETUNREACH, ENETDOWN: "the network cannot be reached"
    case EADDRNOTAVAIL: "no local address or port is free for it"
    case EACCES, EPERM: "the system does not permit it"
    case EMFILE, ENFILE: "too many open files; ulimit -n shows the limit"
    default: "\(self)"
    }
  }
}

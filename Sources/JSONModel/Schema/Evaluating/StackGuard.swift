#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Tells when a recursion has used up most of its thread's stack, which differs much between
/// threads and platforms.
struct StackGuard {
  /// What must stay free for what the recursion calls.
  private static let reserve: UInt = 128 * 1024
  /// What may be used where the size of the stack cannot be found out.
  private static let fallback: UInt = 128 * 1024

  private var limit: UInt?

  /// Whether less than the reserve is left. The bounds of the stack are found out at the first
  /// call, so ask only once it may matter.
  mutating func isNearlyUsedUp() -> Bool {
    var marker: UInt8 = 0
    let here = withUnsafePointer(to: &marker) { UInt(bitPattern: $0) }
    if let limit { return here < limit }
    let limit = Self.lowestAddress().map { $0 &+ Self.reserve } ?? (here &- Self.fallback)
    self.limit = limit
    return here < limit
  }

  /// Where the stack of this thread ends, if that can be found out.
  private static func lowestAddress() -> UInt? {
    #if canImport(Darwin)
      let thread = pthread_self()
      let top = UInt(bitPattern: pthread_get_stackaddr_np(thread))
      return top &- UInt(pthread_get_stacksize_np(thread))
    #else
      // The headers show this function of the C library only to programs in GNU's dialect of C.
      typealias GetAttributes =
        @convention(c) (
          pthread_t, UnsafeMutablePointer<pthread_attr_t>
        ) -> Int32
      guard let symbol = dlsym(nil, "pthread_getattr_np") else { return nil }
      let getAttributes = unsafeBitCast(symbol, to: GetAttributes.self)
      var attributes = pthread_attr_t()
      guard getAttributes(pthread_self(), &attributes) == 0 else { return nil }
      defer { pthread_attr_destroy(&attributes) }
      var address: UnsafeMutableRawPointer?
      var size = 0
      guard pthread_attr_getstack(&attributes, &address, &size) == 0, let address
      else { return nil }
      return UInt(bitPattern: address)
    #endif
  }
}

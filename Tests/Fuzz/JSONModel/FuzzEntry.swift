#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

// libFuzzer's entry. Compiled into one module with the sources of JSONModel by Tests/Fuzz/fuzz.sh,
// so that targets reach what is internal.

/// One part of JSONModel under bytes of any kind. A target traps where a promise is broken.
protocol FuzzTarget: SendableMetatype {
  static var name: String { get }
  static func run(_ input: [UInt8])
}

private let targets: [any FuzzTarget.Type] = [
  ReaderTarget.self, StreamTarget.self, PathTarget.self, KeywordTarget.self, PatternTarget.self,
  CanonicalTarget.self, DecodeTarget.self, DiffTarget.self,
]

private let chosen: any FuzzTarget.Type = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = targets.first(where: { $0.name == name }) else {
    print("set FUZZ_TARGET to one of \(targets.map { $0.name }.joined(separator: ", "))")
    exit(64)
  }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}

/// Stops with a message that says which promise was broken.
func promise(_ holds: Bool, _ message: @autoclosure () -> String) {
  if !holds { fatalError(message()) }
}

extension [UInt8] {
  /// The parts between zero bytes, at most `count`; the last one takes the rest.
  func fields(_ count: Int) -> [[UInt8]] {
    split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false).map(Array.init)
  }
}

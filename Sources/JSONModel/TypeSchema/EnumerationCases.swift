/// The cases of enumerations that have no payloads, also of those that are not `CaseIterable`.
enum EnumerationCases {
  /// All values of `type` in the order of their declaration, or nil if it is not an enumeration
  /// without payloads, or one whose layout is not Swift's own.
  static func all<T>(of type: T.Type) -> [T]? {
    if let iterable = type as? any CaseIterable.Type {
      func values<C: CaseIterable>(_ type: C.Type) -> [T]? {
        Array(C.allCases) as? [T]
      }
      return values(iterable)
    }
    guard let count = count(of: type), MemoryLayout<T>.size == size(forCount: count) else {
      return nil
    }
    let values = (0..<count).map { value(of: type, at: $0) }
    // Of a layout that differs all the same, the names would not be those of as many cases.
    return Set(values.map { "\($0)" }).count == count ? values : nil
  }

  /// Reads the number of cases from the type's metadata, whose layout is part of Swift's stable
  /// ABI (docs/ABI/TypeMetadata.rst in the Swift repository): a word for the kind, and a pointer
  /// to the nominal type descriptor.
  private static func count(of type: Any.Type) -> Int? {
    let enumerationKind = 0x201
    let metadata = unsafeBitCast(type, to: UnsafeRawPointer.self)
    guard metadata.load(as: Int.self) == enumerationKind else { return nil }
    let descriptor = metadata.load(
      fromByteOffset: MemoryLayout<Int>.size, as: UnsafeRawPointer.self)
    let flags = descriptor.load(as: UInt32.self)
    let isEnumeration = flags & 0x1F == 18
    let isForeign = flags >> 16 & 0x3 == 2
    guard isEnumeration, !isForeign else { return nil }
    // Flags, parent, name, access function and fields, of 32 bits each, stand before.
    let payloadCases = descriptor.load(fromByteOffset: 20, as: UInt32.self) & 0xFF_FFFF
    let emptyCases = descriptor.load(fromByteOffset: 24, as: UInt32.self)
    guard payloadCases == 0, emptyCases > 0, emptyCases <= 65_536 else { return nil }
    return Int(emptyCases)
  }

  /// Swift stores such a value as the number of its case, in as few bytes as hold all numbers.
  private static func size(forCount count: Int) -> Int {
    count == 1 ? 0 : count <= 256 ? 1 : 2
  }

  private static func value<T>(of type: T.Type, at index: Int) -> T {
    withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { memory in
      switch MemoryLayout<T>.size {
      case 0: break
      case 1: memory.storeBytes(of: UInt8(truncatingIfNeeded: index), as: UInt8.self)
      default: memory.storeBytes(of: UInt16(truncatingIfNeeded: index), as: UInt16.self)
      }
      return memory.load(as: T.self)
    }
  }
}

import Synchronization

/// Finds the line and column of an offset, and the way to a value.
///
/// Both are worked out by walking from the start, as only messages ask for them. But a type that
/// tries one reading after the other (`try? decode(…)`) makes a message for each element, so that
/// walking would take quadratic time: after a few requests, an index is made once for all.
struct PlaceIndex: Sendable {
  /// The container and the position therein of every node, and which node is whose key.
  private var parents: [UInt32] = []
  private var ordinals: [UInt32] = []
  /// Where lines start, and how many scalars precede some offsets within them.
  private var lineStarts: [Int] = [0]
  private var scalarCounts: [Int] = [0]

  private static let stride = 128

  /// How many walks are made before an index is.
  static let patience = 16

  init(_ storage: borrowing JSONStorage) {
    indexNodes(storage.tape)
    storage.bytes.withUnsafeBufferPointer { indexLines($0) }
  }

  private mutating func indexNodes(_ tape: JSONTape) {
    parents = Array(repeating: 0, count: tape.nodes.count)
    ordinals = parents
    var open: [(container: Int, count: UInt32, awaitsValue: Bool)] = []
    for index in tape.nodes.indices {
      let kind = tape.nodes[index].kind
      if kind == .end {
        _ = open.popLast()
        continue
      }
      if let last = open.indices.last {
        parents[index] = UInt32(truncatingIfNeeded: open[last].container)
        ordinals[index] = open[last].count
        let isKey = tape.nodes[open[last].container].kind == .object && !open[last].awaitsValue
        open[last].awaitsValue = isKey
        if !isKey { open[last].count += 1 }
      }
      if kind == .array || kind == .object { open.append((index, 0, false)) }
    }
  }

  private mutating func indexLines(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scalars = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.stride == 0, offset > 0 { scalarCounts.append(scalars) }
      if byte & 0xC0 != 0x80 { scalars += 1 }
      let isPair =
        byte == Byte.carriageReturn && offset + 1 < bytes.count
        && bytes[offset + 1] == Byte.lineFeed
      if byte == Byte.lineFeed || byte == Byte.carriageReturn && !isPair {
        lineStarts.append(offset + 1)
      }
    }
  }

  func location(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> SourceLocation {
    let end = min(max(offset, 0), bytes.count)
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= end { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    var column = scalarCount(before: end, in: bytes) - scalarCount(before: start, in: bytes) + 1
    if low == 0, end >= 3, bytes.starts(with: Byte.byteOrderMark) { column -= 1 }
    return SourceLocation(byteOffset: offset, line: low + 1, column: column)
  }

  private func scalarCount(before end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let checkpoint = min(end / Self.stride, scalarCounts.count - 1)
    var count = scalarCounts[checkpoint]
    for byte in bytes[checkpoint * Self.stride..<end] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  func path(to target: Int, in storage: JSONStorage) -> [JSONStorage.PathStep] {
    var path: [JSONStorage.PathStep] = []
    var index = target
    while index > 0 {
      let parent = Int(parents[index])
      if storage.tape.nodes[parent].kind == .object {
        // A value stands right after its key; a key leads to its member.
        let isKey = index == target && isKey(index, in: storage)
        path.append(.key(storage.string(at: isKey ? index : index - 1)))
      } else {
        path.append(.index(Int(ordinals[index])))
      }
      index = parent
    }
    return path.reversed()
  }

  /// Whether the node is a key: its value, of the same ordinal, stands next.
  private func isKey(_ index: Int, in storage: JSONStorage) -> Bool {
    index + 1 < parents.count && storage.tape.nodes[index + 1].kind != .end
      && parents[index + 1] == parents[index] && ordinals[index + 1] == ordinals[index]
  }
}

/// The bytes of a text and the tape that points into them, shared by all its nodes.
final class JSONStorage: Sendable {
  let bytes: [UInt8]
  let tape: JSONTape
  /// Where the bytes start in the text that they are a part of.
  private let origin: SourceLocation?
  private let places = Mutex<(requests: Int, index: PlaceIndex?)>((0, nil))

  init(bytes: [UInt8], tape: JSONTape, origin: SourceLocation? = nil) {
    self.bytes = bytes
    self.tape = tape
    self.origin = origin
  }

  func location(of offset: Int) -> SourceLocation {
    let index = placeIndex()
    let location = bytes.withUnsafeBufferPointer {
      index?.location(of: offset, in: $0) ?? SourceLocation(of: offset, in: $0)
    }
    return location.shifted(by: origin)
  }

  /// The way from the root to the value or key at `target`.
  func path(to target: Int) -> [PathStep] {
    placeIndex()?.path(to: target, in: self) ?? walk(to: target)
  }

  private func placeIndex() -> PlaceIndex? {
    places.withLock { places in
      if let index = places.index { return index }
      places.requests += 1
      if places.requests > PlaceIndex.patience { places.index = PlaceIndex(self) }
      return places.index
    }
  }
}

/// Where the members of a large object stand, by their keys, so that decoding all of them takes
/// linear time. Of equal keys the last one counts.
final class KeyIndex {
  private let storage: JSONStorage
  /// Open addressing: the index of a key's node plus 1, or 0.
  private var slots: [UInt32]

  /// From how many members on an index is faster than looking at all keys.
  static let threshold = 16

  init(_ object: JSONNode) {
    storage = object.storage
    var capacity = 32
    while capacity < object.count * 2 { capacity *= 2 }
    slots = Array(repeating: 0, count: capacity)
    for member in object.members { insert(member.keyNode.index) }
  }

  /// The node of the value of `key`.
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let entry = slots[slot(of: key)]
    return entry == 0 ? nil : Int(entry)
  }

  private func insert(_ index: Int) {
    storage.withKeyBytes(at: index) { key in
      slots[slot(of: key)] = UInt32(truncatingIfNeeded: index + 1)
    }
  }

  /// The slot that holds `key`, or the free one where it belongs.
  private func slot(of key: UnsafeBufferPointer<UInt8>) -> Int {
    // Seeded anew in each process, so that nobody can choose keys that collide.
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(key))
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] != 0, !storage.keyEquals(key, at: Int(slots[slot]) - 1) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }
}

extension JSONStorage {
  func withKeyBytes<Result>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let node = tape.nodes[index]
    if node.count != 0 {
      var text = string(at: index)
      return text.withUTF8(body)
    }
    let start = Int(node.start)
    return bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[start..<start + Int(node.extent)]))
    }
  }
}

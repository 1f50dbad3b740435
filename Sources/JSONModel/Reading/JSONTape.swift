/// A parsed text as a flat list of nodes that point into its bytes.
///
/// Containers stand before their contents and are closed by an `end` node; the members of an
/// object are pairs of a key node and the nodes of its value. Nothing is decoded: a string is
/// the range of its bytes. So parsing is one pass without an allocation per value, every value
/// knows its place, and what nobody reads costs nothing.
struct JSONTape: Sendable {
  enum Kind: UInt8 {
    case null, `true`, `false`, number, string, array, object, end
  }

  struct Node {
    /// The offset of the value's first byte; of a string's first byte after the quote.
    var start: UInt32
    /// Scalars: the number of bytes (of a string, between the quotes).
    /// Containers: the index of their `end` node.
    var extent: UInt32
    /// Containers: the number of elements or members. Strings: 1 if there are escapes.
    var count: UInt32
    var kind: Kind
  }

  var nodes: [Node] = []

  /// The index of the node after the value at `index`.
  func next(after index: Int) -> Int {
    let node = nodes[index]
    return node.kind == .array || node.kind == .object ? Int(node.extent) + 1 : index + 1
  }
}

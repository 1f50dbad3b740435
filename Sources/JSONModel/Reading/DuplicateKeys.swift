extension JSONDocument {
  /// A key that an object has more than once.
  public struct DuplicateKey: Sendable, Hashable {
    public let key: String
    /// The object that repeats it.
    public let object: JSONPointer
    public let first: SourceLocation
    public let repeated: SourceLocation
  }

  /// The keys that stand more than once in their object, each repetition once, in the order of
  /// the objects in the text.
  ///
  /// RFC 8259 allows them and leaves their meaning open; readers differ (here the last wins),
  /// so a format that people write by hand should refuse them.
  public func duplicateKeys() -> [DuplicateKey] {
    var found: [DuplicateKey] = []
    for index in storage.tape.nodes.indices
    where storage.tape.nodes[index].kind == .object && storage.tape.nodes[index].count > 1 {
      let object = JSONNode(storage: storage, index: index)
      var pointer: JSONPointer?
      var first: [ScalarText: JSONNode] = [:]
      for member in object.members {
        let key = member.key
        guard let earlier = first.updateValue(member.keyNode, forKey: ScalarText(key)) else {
          continue
        }
        first[ScalarText(key)] = earlier
        let place = pointer ?? object.pointer
        pointer = place
        found.append(
          DuplicateKey(
            key: key, object: place, first: earlier.location, repeated: member.keyNode.location))
      }
    }
    return found
  }
}

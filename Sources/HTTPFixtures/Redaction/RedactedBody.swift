import JSONModel

/// A replacement of some bytes.
struct Edit {
  var range: Range<Int>
  var replacement: [UInt8]
  /// What was replaced, for the notes; never the secret.
  var name: String
}

/// A body with some of its bytes replaced, and where its old places are now.
struct RedactedBody {
  private(set) var bytes: [UInt8]
  /// What was replaced, each name once, in order.
  private(set) var names: [String] = []
  /// The JSON that the bytes are, if it was read already.
  private(set) var document: JSONDocument?
  /// Edits in order, without overlaps.
  let edits: [Edit]

  /// - Parameter document: What `original` is, if it is JSON that was read.
  init(_ original: [UInt8], _ edits: [Edit], _ document: JSONDocument? = nil) {
    self.edits = Self.merged(edits)
    guard !self.edits.isEmpty else {
      bytes = original
      self.document = document
      return
    }
    bytes = []
    bytes.reserveCapacity(original.count)
    var position = 0
    for edit in self.edits {
      bytes += original[position..<edit.range.lowerBound]
      bytes += edit.replacement
      position = edit.range.upperBound
      if !names.contains(edit.name) { names.append(edit.name) }
    }
    bytes += original[position...]
  }

  /// Drops edits that overlap a wider one; of two that merely touch each other's bytes, the
  /// later is widened into the first.
  private static func merged(_ edits: [Edit]) -> [Edit] {
    guard edits.count > 1 else { return edits }
    let sorted = edits.sorted {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
    var merged: [Edit] = []
    for edit in sorted {
      guard let last = merged.last, edit.range.lowerBound < last.range.upperBound else {
        merged.append(edit)
        continue
      }
      if edit.range.upperBound > last.range.upperBound {
        merged[merged.count - 1].range = last.range.lowerBound..<edit.range.upperBound
      }
    }
    return merged
  }

  /// Where the place `offset` of the original is now; inside of a replacement, its end.
  func place(of offset: Int) -> Int {
    var shift = 0
    for edit in edits {
      if edit.range.upperBound <= offset {
        shift += edit.replacement.count - edit.range.count
      } else if edit.range.lowerBound < offset {
        return edit.range.lowerBound + shift + edit.replacement.count
      } else {
        break
      }
    }
    return offset + shift
  }
}

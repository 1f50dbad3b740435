import JSONModel

/// A recording as it stands, or will stand, in a file, and what its place there depends on.
struct RecordingText: Sendable {
  var labels: ExchangeLabels
  var startedDateTime: String
  /// The bytes that hold its entry, and where.
  var bytes: FileBytes
  var range: Range<Int>

  /// - Throws: ``FixtureError`` if it is not HAR.
  func entry() throws -> HAREntry {
    let context = HARContext(file: "")
    do {
      return try HAREntry(HARFields(JSONDocument(parsing: bytes[range]).root, context))
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
  }

  func hasSameText(as other: RecordingText) -> Bool {
    range.count == other.range.count
      && bytes.withUnsafeBytes { own in
        other.bytes.withUnsafeBytes { others in own[range].elementsEqual(others[other.range]) }
      }
  }
}

extension RecordingText {
  /// A recording that is in no file yet.
  init(_ entry: HAREntry) {
    var writer = HARWriter(depth: HARLog.entryDepth)
    entry.write(to: &writer)
    self.init(
      labels: entry.labels, startedDateTime: entry.startedDateTime, bytes: FileBytes(writer.bytes),
      range: 0..<writer.bytes.count)
  }
}

/// A recording that was just made, and the file that it goes to.
struct NewRecording: Sendable {
  var file: String
  var recording: RecordingText

  init(file: String, recording: RecordingText) {
    (self.file, self.recording) = (file, recording)
  }

  init(file: String, _ entry: HAREntry) {
    self.init(file: file, recording: RecordingText(entry))
  }
}

/// A file of recordings, as it is to be written.
struct RecordingFile: Sendable {
  /// The log; its entries are not looked at.
  var log: HARLog
  var recordings: [RecordingText]

  /// Hands out the file's text piece by piece.
  func write(_ sink: ([UInt8]) throws -> Void) rethrows {
    let pieceSize = 1 << 18
    var writer = HARWriter(capacity: pieceSize + 1 << 16)
    log.begin(&writer)
    for recording in recordings {
      writer.element()
      recording.bytes.withUnsafeBytes {
        writer.text(UnsafeBufferPointer(rebasing: $0[recording.range]))
      }
      if writer.bytes.count >= pieceSize { try sink(writer.takeBytes()) }
    }
    log.end(&writer)
    try sink(writer.bytes)
  }

  func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    write { bytes += $0 }
    return bytes
  }
}

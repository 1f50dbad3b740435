public import Foundation

/// What is known of a recording without looking into its bodies.
public struct RecordingFacts: Sendable, Hashable {
  public var reference: FixtureStore.Reference
  /// When the request was sent; nil where the file does not say it.
  public var startedAt: Date?
  /// The status of the response; 0 where a browser got none.
  public var status: Int
  /// How long the exchange took; nil where nobody measured it.
  public var duration: Duration?
  /// Bytes of the response's body.
  public var responseSize: Int
  /// The pieces in which the body came, if they were noted.
  public var chunkCount: Int?
  /// What was replaced to keep secrets out.
  public var redactions: [String]
  /// Bytes that the recording takes in its file.
  public var fileSize: Int
}

extension FixtureStore {
  /// The facts of all recordings, file by file.
  ///
  /// - Throws: ``FixtureError`` where a recording is not HAR.
  public func facts() throws -> [RecordingFacts] {
    try files.indices.flatMap { file in
      try files[file].recordings.indices.map { try facts(Place(file: file, index: $0)) }
    }
  }

  /// The facts of the recordings that somebody was served since the store was made.
  ///
  /// - Throws: ``FixtureError`` where a recording is not HAR.
  public func usedFacts() throws -> [RecordingFacts] {
    try usedPlaces.map(facts)
  }

  private func facts(_ place: Place) throws -> RecordingFacts {
    let file = files[place.file]
    let recording = file.recordings[place.index]
    let entry = try file.entry(place.index)
    return RecordingFacts(
      reference: reference(place), startedAt: HTTPDate.date(entry.startedDateTime),
      status: entry.response.status, duration: entry.time.map { Duration(milliseconds: $0) },
      responseSize: max(entry.response.content.size, 0), chunkCount: entry.chunks?.count,
      redactions: entry.redactions, fileSize: recording.entry.count)
  }
}

import Foundation
import JSONModel
import Synchronization

/// The exchanges of a recording that is under way, each on disk as soon as it is finished.
///
/// It is a sequence of JSON texts (RFC 7464). The first says what the journal is; each other is an
/// object with the name of the file that an exchange belongs to, and its HAR entry as it will
/// stand there. A process that is killed has lost none but the one that it was writing.
final class RecordingJournal: Sendable {
  static let fileName = ".recording.journal"
  /// In the format 1 each text was a line.
  static let format = 2

  /// What is before each text; it cannot be part of one.
  private static let separator: UInt8 = 0x1E
  private static let lineFeed = UInt8(ascii: "\n")

  private let path: String
  private let descriptor: Int32
  private let length: Mutex<off_t>

  /// Starts a journal.
  init(_ folder: String, mode: FixtureMode) throws {
    path = FixtureFolder.path(Self.fileName, in: folder)
    descriptor = open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o644)
    length = Mutex(0)
    guard descriptor >= 0 else { throw SystemError.writing(path, errno) }
    let header: JSONValue = [
      "_journal": .number(JSONNumber(Self.format)), "mode": .string(mode.description),
    ]
    _ = try append([Self.separator] + header.bytes() + [Self.lineFeed])
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Writes down an exchange that goes to the file `file`.
  ///
  /// - Returns: Where its entry stands in the journal.
  /// - Throws: ``FixtureError``; the journal is then as if nothing had been asked.
  func append(_ entry: HAREntry, to file: String) throws -> Range<Int> {
    var writer = HARWriter(depth: HARLog.entryDepth, capacity: entry.estimatedSize)
    writer.raw([Self.separator])
    writer.raw(Array("{\"file\":".utf8))
    writer.string(file)
    writer.raw(Array(",\"entry\":".utf8))
    let start = writer.bytes.count
    entry.write(to: &writer)
    let end = writer.bytes.count
    writer.raw([UInt8(ascii: "}"), Self.lineFeed])
    let place = try append(writer.bytes)
    return place + start..<place + end
  }

  /// - Returns: Where the bytes stand in the journal.
  private func append(_ bytes: [UInt8]) throws -> Int {
    try length.withLock { length in
      let start = length
      do {
        try DurableFile.write(bytes, to: descriptor, path)
      } catch {
        // Half a text must not be the beginning of the next.
        ftruncate(descriptor, start)
        throw error
      }
      length += off_t(bytes.count)
      return Int(start)
    }
  }

  /// The bytes of the journal, to which nothing is added any more.
  func contents() throws -> FileBytes { try FileBytes(mapping: path) }

  /// Removes the journal: what it holds is in the files now.
  func remove() throws {
    try DurableFile.remove(path)
  }

  // MARK: Reading what was left

  /// What a journal holds.
  struct Contents: Sendable {
    var mode: FixtureMode
    var recordings: [NewRecording] = []
  }

  /// Reads the journal of a folder; nil if there is none, or nothing in it.
  ///
  /// - Throws: ``FixtureError`` if anything but the last exchange is damaged.
  static func read(_ folder: String) throws -> Contents? {
    let path = FixtureFolder.path(fileName, in: folder)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    try FixtureFolder.requireInside(path, folder)
    let bytes = try FileBytes(mapping: path)
    let isOld = bytes.withUnsafeBytes { $0.first != separator }
    var texts = texts(of: bytes, separatedBy: isOld ? lineFeed : separator)[...]
    guard let first = texts.popFirst() else { return nil }
    guard let header = try? JSONDocument(parsing: bytes[first]).root,
      let format = header["_journal"]?.intValue
    else {
      // The process died while it wrote this, or somebody damaged it.
      guard !texts.isEmpty else { return nil }
      throw HARContext(file: path) { bytes.location(of: first.lowerBound) }.error(
        .invalidJSON, at: SourceLocation(byteOffset: 0, line: 1, column: 1), pointer: .root,
        "this is no journal of a recording; the exchanges behind it are not thrown away, "
          + "so repair it or remove it")
    }
    guard format <= Self.format else {
      throw FixtureError(
        code: .newerFormat, path: path,
        message: "the journal of an unfinished recording has format \(format); this version "
          + "reads up to \(Self.format)")
    }
    let mode = try header["mode"]?.stringValue.map(FixtureMode.init(parsing:)) ?? .record
    var contents = Contents(mode: mode)
    for range in texts {
      do {
        contents.recordings.append(try recording(bytes, range, path, isOld: isOld))
      } catch  where range == texts.last {
        // The process died while it wrote this one, so the exchange was not finished.
      }
    }
    return contents
  }

  private static func texts(of bytes: FileBytes, separatedBy separator: UInt8) -> [Range<Int>] {
    bytes.withUnsafeBytes { bytes in
      bytes.split(separator: separator).map { $0.startIndex..<$0.endIndex }
    }
  }

  private static func recording(
    _ bytes: FileBytes, _ range: Range<Int>, _ path: String, isOld: Bool
  ) throws -> NewRecording {
    let context = HARContext(file: path) { bytes.location(of: range.lowerBound) }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes[range])
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
    let fields = try HARFields(document.root, context)
    let entryFields = try fields.object("entry")
    let entry = try HAREntry(entryFields)
    let file = try fields.string("file")
    guard !isOld else { return NewRecording(file: file, entry) }
    let place = entryFields.node.byteRange
    return NewRecording(
      file: file,
      recording: RecordingText(
        labels: entry.labels, startedDateTime: entry.startedDateTime, bytes: bytes,
        range: range.lowerBound + place.lowerBound..<range.lowerBound + place.upperBound))
  }
}

extension HAREntry {
  /// About how many bytes its text has.
  fileprivate var estimatedSize: Int {
    let bodies =
      (request.postData?.text?.utf8.count ?? 0) + (response.content.text?.utf8.count ?? 0)
    let fields = request.headers.count + response.headers.count + (chunks?.count ?? 0)
    return 1024 + bodies + bodies / 8 + fields * 96
  }
}

import Foundation
import JSONModel
import Synchronization

/// The exchanges of a recording that is under way, each on disk as soon as it is finished.
///
/// A line is a JSON object with the name of the file that the exchange belongs to and its HAR
/// entry; the first line says what the journal is. A process that is killed has lost no line but
/// the one that it was writing.
final class RecordingJournal: Sendable {
  static let fileName = ".recording.journal"
  static let format = 1

  /// An exchange, and the file that it goes to.
  struct Line: Sendable, Hashable {
    var file: String
    var entry: HAREntry
  }

  /// What a journal holds.
  struct Contents: Sendable {
    var mode: FixtureMode
    var lines: [Line]
  }

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
    try append([
      "_journal": .number(JSONNumber(Self.format)), "mode": .string(mode.description),
    ])
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func append(_ line: Line) throws {
    try append(["file": .string(line.file), "entry": line.entry.json])
  }

  private func append(_ value: JSONValue) throws {
    let bytes = value.bytes() + [UInt8(ascii: "\n")]
    try length.withLock { length in
      do {
        try DurableFile.write(bytes, to: descriptor, path)
      } catch {
        // Half a line must not be the beginning of the next.
        ftruncate(descriptor, length)
        throw error
      }
      length += off_t(bytes.count)
    }
  }

  /// Removes the journal: what it holds is in the files now.
  func remove() throws {
    try DurableFile.remove(path)
  }

  /// Reads the journal of a folder; nil if there is none, or nothing in it.
  ///
  /// - Throws: ``FixtureError`` if a line other than the last is damaged.
  static func read(_ folder: String) throws -> Contents? {
    let path = FixtureFolder.path(fileName, in: folder)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let lines = try FixtureFolder.read(path).split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first else { return nil }
    guard let header = try? JSONDocument(parsing: Array(first)).root,
      let format = header["_journal"]?.intValue
    else { return nil }
    guard format <= Self.format else {
      throw FixtureError(
        code: .newerFormat, path: path,
        message: "the journal of an unfinished recording has format \(format); this version "
          + "reads up to \(Self.format)")
    }
    let mode = try header["mode"]?.stringValue.map(FixtureMode.init(parsing:)) ?? .record
    var contents = Contents(mode: mode, lines: [])
    for (position, bytes) in lines.enumerated().dropFirst() {
      do {
        contents.lines.append(try line(Array(bytes), path, position + 1))
      } catch  where position == lines.count - 1 {
        // The process died while it wrote this line, so the exchange was not finished.
      }
    }
    return contents
  }

  private static func line(_ bytes: [UInt8], _ path: String, _ number: Int) throws -> Line {
    let context = HARContext(file: path) {
      SourceLocation(byteOffset: 0, line: number, column: 1)
    }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
    let fields = try HARFields(document.root, context)
    return Line(
      file: try fields.string("file"), entry: try HAREntry(fields.object("entry")))
  }
}

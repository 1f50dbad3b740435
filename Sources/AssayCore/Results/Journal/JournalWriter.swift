import AssayInput
import Foundation
import JSONModel
import Synchronization

/// Writes a journal: a line for each thing that happened, handed to the system before the next
/// thing happens, and forced to disk every so often and at the end. A process that is killed
/// loses nothing that was written; a machine that loses power, the last interval.
public final class JournalWriter: Sendable {
  public let path: String
  private let descriptor: Int32
  private let state: Mutex<State>
  private let syncInterval: Duration

  private struct State {
    var lastSync = ContinuousClock.now
    var isClosed = false
    /// Where the next line begins.
    var length: Int
  }

  /// Begins a journal; the file must not be there yet.
  ///
  /// - Throws: ``JournalError``.
  public static func create(_ path: String, syncInterval: Duration = .seconds(2)) throws
    -> JournalWriter
  {
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw JournalError(
          "the folder of the journal cannot be made: \(SystemError.reason(of: error))", path: path)
      }
    }
    return try JournalWriter(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0, syncInterval)
  }

  /// Goes on with a journal after its first `length` bytes; what follows them is a torn line.
  ///
  /// - Parameter size: How many bytes there were when it was read; nil if it was blank, or if nobody
  ///   else can have written it since.
  /// - Throws: ``JournalError``, also if another run has written to it since.
  public static func resume(
    _ path: String, length: Int, size: Int? = nil, syncInterval: Duration = .seconds(2)
  ) throws -> JournalWriter {
    try JournalWriter(path, O_WRONLY | O_CLOEXEC, length, size: size, syncInterval)
  }

  private init(
    _ path: String, _ flags: Int32, _ length: Int, size: Int? = nil, _ interval: Duration
  ) throws {
    self.path = path
    syncInterval = interval
    descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else { throw Self.refusal(path) }
    // Two runs must not write the same journal.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw JournalError("another run is writing this journal", path: path)
    }
    if flags & O_CREAT == 0 {
      let isAsRead: Bool
      if let size {
        isAsRead = lseek(descriptor, 0, SEEK_END) == off_t(size)
      } else {
        isAsRead = length > 0 || Journal.isBlank(path)
      }
      guard isAsRead else {
        close(descriptor)
        throw JournalError(
          "another run has written to this journal meanwhile", path: path, hint: "run this again")
      }
      guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
        close(descriptor)
        throw JournalError("cannot be gone on with: \(Self.reason)", path: path)
      }
    }
    state = Mutex(State(length: length))
  }

  deinit {
    try? finish()
  }

  private static func refusal(_ path: String) -> JournalError {
    guard errno == EEXIST else {
      return JournalError("cannot be written: \(reason)", path: path)
    }
    do {
      _ = try InputFile.open(path, limit: .max)
      return JournalError(
        "there is a file of this name already", path: path, hint: "--resume goes on with it")
    } catch {
      return JournalError(error.message, path: path, hint: error.hint)
    }
  }

  private static var reason: String { String(cString: strerror(errno)) }

  func write(_ value: JSONValue) throws {
    try write(line: value.bytes() + [UInt8(ascii: "\n")])
  }

  /// Writes a line, its end included, and gives where it stands.
  @discardableResult
  func write(line: [UInt8]) throws -> JournalPlace {
    try state.withLock { state in
      let place = JournalPlace(offset: state.length, count: line.count - 1)
      guard !state.isClosed else { return place }
      try append(line)
      state.length += line.count
      let now = ContinuousClock.now
      guard now - state.lastSync >= syncInterval else { return place }
      state.lastSync = now
      guard fsync(descriptor) == 0 else { throw failure("forced to disk") }
      return place
    }
  }

  /// A line is written by one call of the system wherever it takes it whole, so that a line is
  /// there or not.
  private func append(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure("written") }
        written += count
      }
    }
  }

  /// Forces everything to disk and closes the file. Later writes are lost on purpose.
  ///
  /// - Throws: ``JournalError``.
  public func finish() throws {
    try state.withLock { state in
      guard !state.isClosed else { return }
      state.isClosed = true
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("forced to disk") }
    }
  }

  private func failure(_ what: String) -> JournalError {
    JournalError(
      "the journal cannot be \(what): \(Self.reason)", path: path,
      hint: errno == ENOSPC ? "make room, then go on with --resume \(path)" : nil)
  }
}

/// Where a line stands in its journal, its end left out.
struct JournalPlace: Sendable, Hashable {
  var offset: Int
  var count: Int
}

import Foundation
import JSONModel
import Synchronization

/// The bytes of a file, mapped into memory: only what is looked at is ever read, and the system
/// can take the memory back.
///
/// Files of recordings are replaced as a whole, never written into, so the bytes stay what they
/// were when the file was opened.
final class FileBytes: Sendable {
  /// Points to `count` bytes that nobody changes while this object lives, hence safe to share.
  private nonisolated(unsafe) let start: UnsafeRawPointer
  let count: Int
  private let isMapped: Bool

  /// Maps a file.
  ///
  /// - Throws: ``FixtureError`` if it is missing, no file, or cannot be read.
  init(mapping path: String) throws {
    // A pipe that nobody writes to must not hold the program up.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.reading(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError.reading(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FixtureError(
        code: .unreadable, path: path, message: "expected a file of recordings, found another kind")
    }
    count = Int(status.st_size)
    guard count > 0 else {
      start = UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))
      isMapped = false
      return
    }
    guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      mapped != MAP_FAILED
    else { throw SystemError.reading(path, errno) }
    start = UnsafeRawPointer(mapped)
    isMapped = true
  }

  /// Keeps a copy of `bytes`.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 1)
    memory.copyMemory(from: bytes, byteCount: count)
    start = UnsafeRawPointer(memory)
    isMapped = false
  }

  /// How much was read since pages were let go of.
  private let read = Atomic<Int>(0)
  private static let readAtMost = 8 << 20

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: start), count)
    } else {
      start.deallocate()
    }
  }

  func withUnsafeBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(self) {
      try body(
        UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
    }
  }

  /// A copy of some of the bytes.
  subscript(range: Range<Int>) -> [UInt8] {
    defer { noteRead(range.count) }
    return withUnsafeBytes { Array($0[range]) }
  }

  /// Lets go of the file's pages; who reads them again gets them from the system's cache. A
  /// large file would otherwise stay in memory as a whole once everything was read once.
  func releasePages() {
    if isMapped, count > 0 {
      madvise(UnsafeMutableRawPointer(mutating: start), count, MADV_DONTNEED)
    }
  }

  private func noteRead(_ more: Int) {
    let sum = read.add(more, ordering: .relaxed).newValue
    guard sum >= Self.readAtMost else { return }
    read.store(0, ordering: .relaxed)
    releasePages()
  }
}

extension SystemError {
  /// Why a file could not be read.
  static func reading(_ path: String, _ reason: Int32) -> FixtureError {
    guard reason != ENOENT else {
      return FixtureError(
        code: .missingFile, path: path, message: "this file of recordings does not exist")
    }
    return FixtureError(
      code: .unreadable, path: path,
      message: "the file cannot be read: \(String(cString: strerror(reason)))")
  }
}

extension FileBytes {
  /// The line and column of a place.
  func location(of offset: Int) -> SourceLocation {
    withUnsafeBytes { bytes in
      var line = 1
      var lineStart = 0
      for position in 0..<min(offset, bytes.count) where bytes[position] == UInt8(ascii: "\n") {
        line += 1
        lineStart = position + 1
      }
      return SourceLocation(byteOffset: offset, line: line, column: offset - lineStart + 1)
    }
  }
}

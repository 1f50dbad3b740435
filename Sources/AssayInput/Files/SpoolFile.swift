import Foundation

/// A file without a name, for what waits to be written to another: gone with the process, however it
/// ends.
package final class SpoolFile {
  /// The file that it is for.
  package let path: String
  private let descriptor: Int32
  private var length = 0

  /// - Parameter path: The file that it is for, whose disk it takes room on. Missing folders are made.
  /// - Throws: ``AtomicFile/Failure`` if no file can be written there.
  package init(for path: String) throws {
    self.path = path
    let (_, temporary) = try AtomicFile.place(for: path)
    descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw AtomicFile.failure(path, "cannot be written") }
    unlink(temporary)
  }

  deinit { close(descriptor) }

  /// Takes bytes and gives where they stand.
  package func append(_ bytes: [UInt8]) throws -> Range<Int> {
    try AtomicFile.writeAll(bytes, to: descriptor, path)
    length += bytes.count
    return length - bytes.count..<length
  }

  package func read(_ place: Range<Int>) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
      while count < place.count {
        let got = pread(
          descriptor, buffer.baseAddress?.advanced(by: count), place.count - count,
          off_t(place.lowerBound + count))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { throw AtomicFile.failure(path, "cannot be put together") }
        count += got
      }
    }
  }
}

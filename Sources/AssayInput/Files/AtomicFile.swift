import Foundation

/// Replaces files as a whole: whoever reads sees the old contents or the new, never a part.
package enum AtomicFile {
  package struct Failure: Error, CustomStringConvertible {
    package var description: String
  }

  /// Writes `bytes` beside `path`, forces them to disk, and renames them into place. Missing
  /// folders are made.
  ///
  /// - Throws: ``Failure``, naming the file and what the system said. The old file is still there.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    try write(to: path) { write in try write(bytes) }
  }

  /// The same for a file that comes in pieces, each of which `body` hands to what it is given.
  ///
  /// - Throws: ``Failure``; what `body` throws. The old file is still there.
  package static func write(
    to path: String, _ body: (_ write: @escaping ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let (target, temporary) = try place(for: path)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else { throw failure(path, "cannot be written") }
    do {
      do {
        // Closed whatever comes, and once: its number may soon be that of another file.
        defer { close(descriptor) }
        try body { bytes in try writeAll(bytes, to: descriptor, path) }
        guard fsync(descriptor) == 0 else { throw failure(path, "cannot be forced to disk") }
      }
      guard rename(temporary, target) == 0 else { throw failure(path, "cannot be replaced") }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// The file that `path` names, by way of symbolic links, and a name for a file beside it, in a
  /// folder that is there.
  ///
  /// - Throws: ``Failure`` if the folder cannot be made, or if there is something that is no file: a
  ///   device or a pipe that is replaced is lost.
  static func place(for path: String) throws -> (target: String, temporary: String) {
    guard !path.isEmpty else { throw Failure(description: "the path of a file cannot be empty") }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw Failure(description: "\(path) is \(isFolder ? "a folder" : "no regular file")")
    }
    let url = URL(filePath: FilePlace.resolving(path))
    let folder = url.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        description: "\(path): the folder cannot be made: \(SystemError.reason(of: error))")
    }
    let name = ".\(url.lastPathComponent).\(UUID().uuidString).tmp"
    return (url.path, folder.appending(path: name).path)
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure(path, "cannot be written") }
        written += count
      }
    }
  }

  static func failure(_ path: String, _ what: String) -> Failure {
    Failure(description: "\(path) \(what): \(String(cString: strerror(errno)))")
  }
}

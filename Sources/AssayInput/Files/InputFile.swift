import Foundation
package import JSONModel

/// Reads files that users wrote, and says what is wrong with them.
package enum InputFile {
  /// The largest suite, configuration or text that is read, in bytes.
  package static let sizeLimit = 64 << 20

  /// Why a file cannot be read.
  package struct Failure: Error, Sendable, Hashable {
    package var message: String
    package var hint: String?

    package init(message: String, hint: String? = nil) {
      self.message = message
      self.hint = hint
    }
  }

  /// An open file, closed when nobody holds it any more.
  package final class Handle {
    package let descriptor: Int32

    init(_ descriptor: Int32) {
      self.descriptor = descriptor
    }

    deinit {
      close(descriptor)
    }

    /// The next bytes, none at the end.
    ///
    /// - Throws: ``Failure``.
    package func read(atMost count: Int) throws(Failure) -> [UInt8] {
      while true {
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
          let got = Foundation.read(descriptor, buffer.baseAddress, count)
          error = got < 0 ? errno : 0
          filled = max(got, 0)
        }
        if error == 0 { return bytes }
        guard error == EINTR else { throw InputFile.failure(error) }
      }
    }
  }

  /// Opens the regular file at `path`: a pipe or a device could be read for ever.
  ///
  /// - Throws: ``Failure``.
  package static func open(_ path: String, limit: Int = sizeLimit) throws(Failure) -> Handle {
    guard !path.utf8.contains(0) else {
      throw Failure(message: "the path has a null character in it")
    }
    // Not to wait for somebody who writes into a pipe.
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(errno) }
    let handle = Handle(descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let what = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no regular file"
      throw Failure(message: "this is \(what)", hint: "name a file")
    }
    guard status.st_size <= limit else {
      throw Failure(
        message: "the file has \(status.st_size) bytes; the limit is \(limit)",
        hint: "large data goes into a JSONL or CSV file")
    }
    return handle
  }

  /// The bytes of the file at `path`.
  ///
  /// - Throws: ``Failure``.
  package static func bytes(at path: String, limit: Int = sizeLimit) throws(Failure) -> [UInt8] {
    let handle = try open(path, limit: limit)
    var bytes: [UInt8] = []
    while true {
      let chunk = try handle.read(atMost: 1 << 18)
      if chunk.isEmpty { return bytes }
      bytes += chunk
      // It may have grown since it was opened.
      guard bytes.count <= limit else {
        throw Failure(message: "the file has more than \(limit) bytes, which is the limit")
      }
    }
  }

  /// The JSON of the file at `path`, with the keys that stand twice reported; nil if it cannot
  /// be read, which is reported too.
  package static func document(
    at path: String, _ collector: DiagnosticCollector, kind: String
  ) -> JSONDocument? {
    do {
      return document(parsing: try bytes(at: path), collector, kind: kind)
    } catch {
      collector.error(at: nil, error.message, hint: error.hint)
      return nil
    }
  }

  /// The JSON in `bytes`, read from the collector's file.
  package static func document(
    parsing bytes: [UInt8], _ collector: DiagnosticCollector, kind: String
  ) -> JSONDocument? {
    do {
      let document = try JSONDocument(parsing: bytes, limits: .init(byteCount: sizeLimit))
      collector.reportDuplicateKeys(of: document)
      return document
    } catch let error as JSONSyntaxError {
      collector.error(at: error.location, error.message, hint: kind)
    } catch {
      collector.error(at: nil, "\(error)")
    }
    return nil
  }

  private static func failure(_ error: Int32) -> Failure {
    if error == ENOENT || error == ENOTDIR {
      return Failure(message: "there is no such file")
    }
    return Failure(
      message: "the file cannot be read: \(String(cString: strerror(error)))")
  }
}

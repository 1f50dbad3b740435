#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads the values of a long file one by one, in constant memory.
///
/// ```swift
/// let reader = try JSONFileReader(path: "runs.jsonl", .lines)
/// while let document = try reader.next() { print(document.root.location.line) }
/// ```
public final class JSONFileReader {
  /// A file that cannot be opened or read.
  public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    /// The system's error number.
    public let errno: Int32
    public var description: String { "\(path): \(String(cString: strerror(errno)))" }
  }

  private let path: String
  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var parser: JSONStreamParser
  private var chunk: [UInt8]
  private var isAtEnd = false

  /// Opens a file.
  ///
  /// - Throws: ``FileError``.
  public init(
    path: String, _ layout: JSONStreamLayout, options: JSONStreamOptions = JSONStreamOptions(),
    chunkByteCount: Int = 1 << 18
  ) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
    self.path = path
    closesDescriptor = true
    parser = JSONStreamParser(layout, options: options)
    chunk = Array(repeating: 0, count: max(1, chunkByteCount))
  }

  /// Reads from an open file, a pipe or a socket, which stays open.
  public init(
    fileDescriptor: Int32, _ layout: JSONStreamLayout,
    options: JSONStreamOptions = JSONStreamOptions(), chunkByteCount: Int = 1 << 18
  ) {
    path = "file descriptor \(fileDescriptor)"
    descriptor = fileDescriptor
    closesDescriptor = false
    parser = JSONStreamParser(layout, options: options)
    chunk = Array(repeating: 0, count: max(1, chunkByteCount))
  }

  deinit {
    if closesDescriptor { close(descriptor) }
  }

  /// The next value, or nil at the end.
  ///
  /// - Throws: ``JSONSyntaxError`` or ``FileError``.
  public func next() throws -> JSONDocument? {
    while true {
      if let document = try parser.next() { return document }
      if isAtEnd { return nil }
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path: path, errno: errno)
      }
      if count == 0 {
        isAtEnd = true
        parser.finish()
      } else {
        parser.append(chunk[..<count])
      }
    }
  }
}

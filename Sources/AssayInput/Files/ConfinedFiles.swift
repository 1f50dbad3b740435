import Crypto
import Foundation

/// The files beside a suite that it may read: those of its folder and the folders in it.
///
/// A suite comes with a pull request, and what it reads goes to a model's provider and into
/// recordings. So it cannot name files elsewhere, nor reach them through symbolic links.
package final class ConfinedFiles {
  /// The folder, as the user named it.
  package let folder: String
  /// The folder with all links resolved; nil if there is none.
  private let root: String?
  private var contents: [String: Result<[UInt8], InputFile.Failure>] = [:]
  private var digests: [String: String] = [:]

  /// - Parameter folder: The folder of the suite; empty for the working folder.
  package init(folder: String) {
    self.folder = folder
    root = Self.realPath(folder.isEmpty ? "." : folder)
  }

  /// The path of a file as messages name it: from where the user stands.
  package func displayPath(_ path: String) -> String {
    folder.isEmpty || folder == "."
      ? path : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The files that were read, by the paths that the suite has for them, with the SHA-256 of
  /// their bytes in hexadecimal.
  package var digestsByPath: [(path: String, digest: String)] {
    digests.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The bytes of a file, which is read once.
  ///
  /// - Throws: ``InputFile/Failure``.
  package func bytes(_ path: String) throws(InputFile.Failure) -> [UInt8] {
    if let known = contents[path] { return try known.get() }
    let result: Result<[UInt8], InputFile.Failure>
    do {
      let bytes = try InputFile.bytes(at: try resolved(path))
      digests[path] = SHA256.hash(data: bytes).hexadecimal
      result = .success(bytes)
    } catch {
      result = .failure(error)
    }
    contents[path] = result
    return try result.get()
  }

  /// Gives the bytes of a file piece by piece, without keeping them.
  ///
  /// - Parameter body: Ends the reading by giving false.
  /// - Throws: ``InputFile/Failure``.
  package func stream(
    _ path: String, limit: Int, _ body: ([UInt8]) -> Bool
  ) throws(InputFile.Failure) {
    let handle = try InputFile.open(try resolved(path), limit: limit)
    var hash = SHA256()
    while true {
      let chunk = try handle.read(atMost: 1 << 18)
      hash.update(data: chunk)
      if chunk.isEmpty || !body(chunk) { break }
    }
    digests[path] = hash.finalize().hexadecimal
  }

  /// The real path of `path`, if it stays within the folder.
  private func resolved(_ path: String) throws(InputFile.Failure) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw InputFile.Failure(message: "this is no path of a file")
    }
    if let scheme = path.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]+:\/\//) {
      throw InputFile.Failure(
        message: "\"\(path)\" is a URL, not a path",
        hint: scheme.0 == "file://"
          ? "leave out \"file://\": paths are relative to the suite's folder"
          : "put the file beside the suite")
    }
    guard !path.hasPrefix("/"), !path.hasPrefix("~") else {
      throw InputFile.Failure(
        message: "\"\(path)\" is no path within the suite's folder",
        hint: "give the path from the suite's folder")
    }
    var depth = 0
    for step in path.split(separator: "/") where step != "." {
      depth += step == ".." ? -1 : 1
      guard depth >= 0 else { throw outside(path) }
    }
    guard let root else { throw InputFile.Failure(message: "the suite has no folder to read from") }
    guard let real = Self.realPath("\(root)/\(path)") else {
      if errno == ELOOP {
        throw InputFile.Failure(
          message: "the file \"\(displayPath(path))\" is a symbolic link that leads back to itself")
      }
      throw InputFile.Failure(
        message: "there is no file \"\(displayPath(path))\"",
        hint: path.contains("\\")
          ? "folders are divided by /" : nearestFile(path).map { "did you mean \"\($0)\"?" })
    }
    guard real == root || real.hasPrefix(root == "/" ? "/" : root + "/") else {
      throw outside(path)
    }
    return real
  }

  private func outside(_ path: String) -> InputFile.Failure {
    InputFile.Failure(
      message: "\"\(path)\" leads out of the suite's folder",
      hint: "a suite reads only files of its own folder and of the folders in it; "
        + "symbolic links out of it are not followed")
  }

  private func nearestFile(_ path: String) -> String? {
    let parent = (path as NSString).deletingLastPathComponent
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(root ?? ".")/\(parent)")) ?? []
    return NearestName.find((path as NSString).lastPathComponent, among: names.prefix(1_000))
      .map { parent.isEmpty ? $0 : "\(parent)/\($0)" }
  }

  private static func realPath(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}

extension Sequence where Element == UInt8 {
  /// Two lowercase digits for each byte.
  package var hexadecimal: String {
    var text = ""
    for byte in self {
      text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
  }
}

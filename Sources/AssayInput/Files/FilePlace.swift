import Foundation

/// Where files are, whatever they are called.
package enum FilePlace {
  /// As many links as Linux follows.
  private static let mostLinks = 40

  /// The file that a path leads to by way of symbolic links, be it there or not.
  static func resolving(_ path: String) -> String {
    var path = path
    for _ in 0..<mostLinks {
      if let resolved = realpath(path, nil) {
        defer { free(resolved) }
        return String(cString: resolved)
      }
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return path
      }
      let folder = URL(filePath: path).deletingLastPathComponent()
      path = URL(filePath: next, relativeTo: folder).path
    }
    return path
  }

  /// Whether anything has the name, be it a link that leads nowhere.
  package static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether two paths name the same file, also one that is not there yet.
  package static func areSame(_ one: String, _ other: String) -> Bool {
    absolute(one) == absolute(other)
  }

  private static func absolute(_ path: String) -> String {
    let url = URL(filePath: resolving(path)).standardizedFileURL
    // Its folder may be reached by a link.
    let folder = resolving(url.deletingLastPathComponent().path)
    return URL(filePath: folder).appending(path: url.lastPathComponent).path
  }
}

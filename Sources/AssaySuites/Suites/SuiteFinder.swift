package import AssayInput
import Foundation

/// Finds the suite files that the user names.
package enum SuiteFinder {
  /// The suite files of `paths`, as ``search(_:)`` finds them.
  ///
  /// - Throws: ``InvalidInput`` naming every path that leads to no suite.
  package static func find(_ paths: [String]) throws -> [String] {
    let (files, problems) = search(paths)
    guard problems.isEmpty else { throw InvalidInput(problems) }
    return files
  }

  /// The suite files of `paths`: a file stands for itself, a folder for the `.json` files in it
  /// (not those of its sub-folders, which can hold data or suites that are run by name).
  ///
  /// - Returns: The files, each once, and a problem for every path that leads to no suite.
  package static func search(_ paths: [String]) -> (files: [String], problems: [Diagnostic]) {
    var files: [String] = []
    var diagnostics: [Diagnostic] = []
    func fail(_ path: String, _ message: String, _ hint: String) {
      diagnostics.append(Diagnostic(file: path, message: message, hint: hint))
    }
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        fail(path, "no such file or folder", "give the path of a suite file or of a folder of them")
        continue
      }
      guard isFolder.boolValue else {
        files.append(path)
        continue
      }
      do {
        let found = try FileManager.default.contentsOfDirectory(atPath: path)
          .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") && $0 != "assay.json" }
          .sorted { $0.dropLast(".json".count) < $1.dropLast(".json".count) }
          .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
        if found.isEmpty {
          fail(path, "the folder has no suites", "a suite is a .json file directly in the folder")
        }
        files += found
      } catch {
        fail(path, "the folder cannot be read", SystemError.reason(of: error))
      }
    }
    return (files.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }, diagnostics)
  }
}

import Foundation
import JSONModel

/// The files of a test suite.
enum SuiteFiles {
  struct Missing: Error, CustomStringConvertible {
    let path: String

    var description: String { "there are no tests in \(path)" }
  }

  /// The JSON files in a folder, sorted; with `recursive`, also those in folders below.
  static func json(in folder: URL, recursive: Bool = false) throws -> [URL] {
    let options: FileManager.DirectoryEnumerationOptions =
      recursive ? [] : [.skipsSubdirectoryDescendants]
    guard
      let files = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: nil, options: options)
    else { throw Missing(path: folder.path) }
    let found = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
      .sorted { $0.path < $1.path }
    guard !found.isEmpty else { throw Missing(path: folder.path) }
    return found
  }

  static func value(_ file: URL) throws -> JSONValue {
    try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
  }

  static func name(_ file: URL) -> String { file.deletingPathExtension().lastPathComponent }

  /// The documents that the suite expects at http://localhost:1234.
  static func registry(_ suite: URL) throws -> JSONSchemaRegistry {
    var registry = JSONSchemaRegistry()
    let folder = suite.appendingPathComponent("remotes")
    for file in try json(in: folder, recursive: true) {
      let path = file.path.dropFirst(folder.path.count)
      registry.add(try value(file), as: "http://localhost:1234" + path)
    }
    return registry
  }

  static let drafts: [(folder: String, dialect: JSONSchemaDialect)] = [
    ("draft2020-12", .draft202012), ("draft2019-09", .draft201909), ("draft7", .draft7),
  ]
}

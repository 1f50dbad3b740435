import AssaySuites
import Foundation
import JSONModel

/// The suites of folders with their sub-folders, for commands that must know all of them.
enum SuiteTree {
  /// `files` and, of each folder, the suite files in it and below it.
  ///
  /// Directly in a folder every `.json` file is a suite, as everywhere; below it there may also
  /// be data, which is told apart by its having neither prompts nor cases. What is no JSON counts
  /// as a suite, so that it is complained of rather than forgotten.
  static func files(_ paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard isFolder(path) else {
        files.append(path)
        continue
      }
      let own = try? SuiteFinder.find([path])
      let below = subfolders(of: path).flatMap { filesBelow($0) }
      // A folder with nothing in it or below it is the finder's to complain of.
      files += try own ?? (below.isEmpty ? SuiteFinder.find([path]) : [])
      files += below
    }
    return files
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func filesBelow(_ folder: String) -> [String] {
    ((try? SuiteFinder.find([folder])) ?? []).filter(looksLikeSuite)
      + subfolders(of: folder).flatMap { filesBelow($0) }
  }

  private static func subfolders(of folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
      .map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
      .filter { path in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
      }
  }

  private static func looksLikeSuite(_ file: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(filePath: file)),
      let root = try? JSONDocument(parsing: [UInt8](data)).root
    else { return true }
    return root["prompts"] != nil || root["cases"] != nil
  }
}

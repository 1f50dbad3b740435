import Foundation

/// The files of a folder of fixtures, with the troubles that a file system can make told apart.
enum FixtureFolder {
  static let fileExtension = "har"

  /// The HAR files in `folder`, sorted by name; those of its subfolders are not its own.
  ///
  /// - Throws: ``FixtureError`` if the folder is missing, is no folder, cannot be listed, or
  ///   holds a link to a file outside of it.
  static func files(in folder: String) throws -> [String] {
    try requireFolder(folder)
    return try names(in: folder).filter { $0.hasSuffix("." + fileExtension) && !$0.hasPrefix(".") }
      .sorted()
      .map { name in
        let file = path(name, in: folder)
        try requireInside(file, folder)
        return file
      }
  }

  /// `path` itself if it is a file, else all files below it, sorted; links are not followed.
  ///
  /// - Throws: ``FixtureError`` if it is missing, or a folder cannot be listed.
  static func allFiles(in path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FixtureError(
        code: .missingFile, path: path, message: "there is no such file or folder")
    }
    guard isFolder.boolValue else { return [path] }
    return try names(in: path).sorted().flatMap { name in
      let below = Self.path(name, in: path)
      switch kind(of: below) {
      case S_IFDIR: return try allFiles(in: below)
      case S_IFREG: return [below]
      default: return []
      }
    }
  }

  /// The folders at and below `root` that hold recordings, or a journal of some, sorted.
  ///
  /// - Throws: ``FixtureError`` if `root` is missing or a folder cannot be listed.
  static func foldersWithRecordings(in root: String) throws -> [String] {
    try requireFolder(root)
    let names = try names(in: root).sorted()
    let hasOwn = names.contains { name in
      (name.hasSuffix("." + fileExtension) && !name.hasPrefix("."))
        || name == RecordingJournal.fileName
    }
    return try (hasOwn ? [root] : [])
      + names.map { path($0, in: root) }.filter { kind(of: $0) == S_IFDIR }
      .flatMap(foldersWithRecordings)
  }

  /// Removes the files that a process was writing when it died. Who calls has the folder's lock,
  /// so nobody is writing any.
  static func removeTemporaryFiles(in folder: String) {
    let names = (try? names(in: folder)) ?? []
    for name in names
    where name.hasPrefix(".") && name.hasSuffix(".tmp") && name.contains(".\(fileExtension).") {
      unlink(path(name, in: folder))
    }
  }

  private static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FixtureError(
        code: .unreadable, path: folder,
        message: "the folder cannot be listed: \(SystemError.reason(of: error))")
    }
  }

  /// The kind of what is at `path` itself, such as `S_IFREG`; 0 if nothing is.
  private static func kind(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  static func isLink(_ path: String) -> Bool { kind(of: path) == S_IFLNK }

  static func path(_ name: String, in folder: String) -> String {
    if folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The folder's files of recordings, read.
  ///
  /// - Throws: ``FixtureError`` with the file and the place in it.
  static func openFiles(in folder: String) throws -> [FixtureFile] {
    try files(in: folder).map { try FixtureFile(FileBytes(mapping: $0), name: $0) }
  }

  /// Files of one folder, by their names in it.
  static func byName(_ files: [FixtureFile]) -> [String: FixtureFile] {
    Dictionary(
      files.map { (($0.name as NSString).lastPathComponent, $0) }, uniquingKeysWith: { $1 })
  }

  /// Makes the folder, with those above it, unless it is there.
  static func make(_ folder: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
      throw FixtureError(
        code: exists && !isFolder.boolValue ? .notAFolder : .notWritable, path: folder,
        message: "the folder cannot be made: \(SystemError.reason(of: error))")
    }
  }

  /// The text as the name of a file: what is not a letter, a digit, `.`, `-` or `_` becomes `-`.
  static func fileName(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    let name = String(scalars)
    return name.hasPrefix(".") || name.isEmpty ? "-" + name : name
  }

  static func requireFolder(_ folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw FixtureError(
        code: .missingFolder, path: folder,
        message: "this folder of recordings does not exist; record first, or check the path")
    }
    guard isFolder.boolValue else {
      throw FixtureError(
        code: .notAFolder, path: folder,
        message: "expected a folder of recordings, found a file")
    }
  }

  /// Refuses a symbolic link that leads out of the folder: what a repository brings along must
  /// not read or overwrite files elsewhere.
  static func requireInside(_ file: String, _ folder: String) throws {
    let target = URL(filePath: file).resolvingSymlinksInPath().path
    let root = URL(filePath: folder).resolvingSymlinksInPath().path
    guard target.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
      throw FixtureError(
        code: .linkOutOfFolder, path: file,
        message: "a symbolic link that leads out of its folder is not followed")
    }
  }
}

/// Words for what the operating system refused.
enum SystemError {
  static func reason(of error: any Error) -> String {
    var error = error as NSError
    while error.domain != NSPOSIXErrorDomain,
      let underlying = error.userInfo[NSUnderlyingErrorKey] as? any Error
    {
      error = underlying as NSError
    }
    guard error.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(error.code)))
  }
}

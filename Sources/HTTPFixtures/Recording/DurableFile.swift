import Foundation

/// Files written so that no crash leaves half of one.
enum DurableFile {
  /// Replaces a file as a whole: whoever reads sees the old contents or the new.
  ///
  /// - Parameter contents: Gives the new contents, piece by piece, to the function that it gets.
  /// - Throws: ``FixtureError``; the old file is still there then.
  static func replace(
    _ path: String, _ contents: ((_ piece: [UInt8]) throws -> Void) throws -> Void
  ) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent
    let temporary = FixtureFolder.path(".\(name).\(getpid()).tmp", in: folder)
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.writing(path, errno) }
    do {
      try contents { try write($0, to: descriptor, path) }
      guard fsync(descriptor) == 0 else { throw SystemError.writing(path, errno) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let reason = errno
      unlink(temporary)
      throw SystemError.writing(path, reason)
    }
    syncFolder(folder)
  }

  static func remove(_ path: String) throws {
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemError.writing(path, errno) }
    syncFolder((path as NSString).deletingLastPathComponent)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    try bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SystemError.writing(path, errno) }
        written += count
      }
    }
  }

  /// Makes the names in a folder as durable as the files; not all file systems can, so a refusal
  /// is no error.
  private static func syncFolder(_ folder: String) {
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension SystemError {
  /// Why a file could not be written, with what to do.
  static func writing(_ path: String, _ reason: Int32) -> FixtureError {
    let text = String(cString: strerror(reason))
    switch reason {
    case ENOSPC, EDQUOT:
      return FixtureError(
        code: .diskFull, path: path,
        message: "cannot be written: \(text); make room and record again; what was kept before "
          + "stays")
    case EACCES, EPERM, EROFS:
      return FixtureError(
        code: .notWritable, path: path,
        message: "cannot be written: \(text); recording needs a folder that can be written to")
    case ELOOP:
      return FixtureError(
        code: .linkOutOfFolder, path: path, message: "a symbolic link is not written through")
    default:
      return FixtureError(code: .notWritable, path: path, message: "cannot be written: \(text)")
    }
  }
}

import Foundation
import Synchronization

/// The right to record into a folder, held by one process at a time.
///
/// It is an advisory lock on a file in the folder, which the system takes away from a process
/// that dies; so there are no stale locks.
final class FolderLock: Sendable {
  static let fileName = ".recording.lock"

  /// The open lock file; nil once the lock is given back.
  private let descriptor: Mutex<Int32?>
  private let path: String

  /// - Throws: ``FixtureError`` if somebody else has it, or the folder cannot be written to.
  init(_ folder: String) throws {
    path = FixtureFolder.path(Self.fileName, in: folder)
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw SystemError.writing(path, errno) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let owner = Self.owner(descriptor)
        close(descriptor)
        throw FixtureError(
          code: .locked, path: folder,
          message: "\(owner) is recording into this folder; wait for it to end, or end it")
      }
      // The file may have been removed between opening and locking it; then it locks nothing.
      if Self.isSameFile(descriptor, path) {
        self.descriptor = Mutex(descriptor)
        Self.sign(descriptor)
        return
      }
      close(descriptor)
    }
  }

  deinit {
    release()
  }

  /// Gives the lock back.
  func release() {
    descriptor.withLock { descriptor in
      guard let held = descriptor else { return }
      descriptor = nil
      unlink(path)
      close(held)
    }
  }

  private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0
      && held.st_ino == named.st_ino && held.st_dev == named.st_dev
  }

  private static func sign(_ descriptor: Int32) {
    let text = Array("\(getpid())\n".utf8)
    // Only for the message that others get; the lock does not need it.
    if ftruncate(descriptor, 0) == 0 {
      _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
  }

  private static func owner(_ descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).map { "process \($0)" }
      ?? "another process"
  }
}

import Foundation
import Synchronization

/// The standard streams: results go to output, everything else to error.
package struct Standard: Sendable {
  private let descriptor: Int32

  package static let output = Standard(descriptor: STDOUT_FILENO)
  package static let error = Standard(descriptor: STDERR_FILENO)

  /// Why something that was to go to standard output could not be written; nil if all was.
  private static let loss = Mutex<String?>(nil)

  static var lostOutput: String? { loss.withLock { $0 } }

  package func write(_ text: String) {
    var text = text
    let error = text.withUTF8 { Self.write($0, to: descriptor) }
    // Who reads on may have seen enough, as `head` has.
    guard let error, error != EPIPE, descriptor == STDOUT_FILENO else { return }
    Self.loss.withLock { $0 = $0 ?? String(cString: strerror(error)) }
  }

  /// - Returns: What the system said where it did not take all of it.
  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32? {
    var written = 0
    while written < bytes.count {
      let count = Foundation.write(
        descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
      if count >= 0 {
        written += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Others may have opened it so that nobody waits for a slow reader.
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      case let error: return error
      }
    }
    return nil
  }

  package var isTerminal: Bool { isatty(descriptor) == 1 }
}

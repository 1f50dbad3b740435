package import Foundation

/// Where things are in the checkout that the tests run from.
package enum Repository {
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Recorded exchanges with real servers; see `Tests/Transcripts/README.md`.
  package static let transcripts = root.appending(path: "Tests/Transcripts")
}

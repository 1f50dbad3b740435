import Crypto
import Foundation
import HTTPFixtures

/// Tells whether two runs were made alike.
enum ConfigurationHash {
  /// Of what else decides over the results: the mode, the server, the selection.
  static func of(_ configuration: RunConfiguration) -> String {
    let selection = configuration.selection
    let parts: [String] = [
      configuration.mode.description, configuration.gateway?.baseURL ?? "",
      selection.cases.map(\.text).joined(separator: ","),
      selection.tags.map(\.text).joined(separator: ","),
      selection.models.map(\.text).joined(separator: ","),
      selection.prompts.map(\.text).joined(separator: ","),
      selection.sample.map { "\($0.count) by \($0.seed)" } ?? "",
      selection.shard?.description ?? "",
    ]
    return text(SHA256.hash(data: Data(parts.joined(separator: "\u{0}").utf8)))
  }

  private static func text(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }
}

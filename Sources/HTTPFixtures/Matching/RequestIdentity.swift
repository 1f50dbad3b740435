import Crypto

/// What a request is looked up by: the SHA-256 of its canonical form.
///
/// It is the same in every process and on every machine. ``RequestCanonicalizer`` has the form.
public struct RequestIdentity: Sendable, Hashable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(of canonical: [UInt8]) {
    let digest = SHA256.hash(data: canonical)
    words = digest.withUnsafeBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      }
      return (word(0), word(1), word(2), word(3))
    }
  }

  /// Some of its bits, for what must differ from request to request.
  var word: UInt64 { words.0 }

  public static func == (left: RequestIdentity, right: RequestIdentity) -> Bool {
    left.words == right.words
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// 64 hexadecimal digits.
  public var description: String {
    [words.0, words.1, words.2, words.3].map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 16 - hex.count) + hex
    }.joined()
  }
}

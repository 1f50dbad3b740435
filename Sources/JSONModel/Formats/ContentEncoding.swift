/// How bytes are written as text (RFC 4648).
enum ContentEncoding: String, Sendable {
  case base16, base32, base64, base64url

  init?(name: String) {
    self.init(rawValue: name.lowercased())
  }

  private static let alphabet32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let alphabet64 = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private var bitsPerCharacter: Int {
    switch self {
    case .base16: 4
    case .base32: 5
    case .base64, .base64url: 6
    }
  }

  private func value(of byte: UInt8) -> UInt8? {
    switch (self, byte) {
    case (.base16, _): return Byte.hexDigit(byte)
    case (.base32, _): return Self.alphabet32.firstIndex(of: byte).map(UInt8.init)
    case (.base64url, UInt8(ascii: "-")): return 62
    case (.base64url, UInt8(ascii: "_")): return 63
    case (.base64url, UInt8(ascii: "+")), (.base64url, UInt8(ascii: "/")): return nil
    default: return Self.alphabet64.firstIndex(of: byte).map(UInt8.init)
    }
  }

  /// The bytes that `text` stands for, or nil if it is not in this encoding.
  ///
  /// Line breaks may stand anywhere in base64, as in mail (RFC 2045, section 6.8); only base64url
  /// may lack its padding.
  func decode(_ text: [UInt8]) -> [UInt8]? {
    let allowsLineBreaks = self == .base64
    let characters = allowsLineBreaks ? text.filter { $0 != 0x0A && $0 != 0x0D } : text
    let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    let digits = characters.dropLast(padding)
    let group = self == .base16 ? 2 : self == .base32 ? 8 : 4
    let isWhole = characters.count % group == 0 && padding < group
    guard isWhole || (self == .base64url && padding == 0) else { return nil }
    var bytes: [UInt8] = []
    var bits = 0
    var buffer: UInt32 = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      buffer = buffer << UInt32(bitsPerCharacter) | UInt32(value)
      bits += bitsPerCharacter
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    // A whole character left over says nothing: no encoder writes it.
    return bits < bitsPerCharacter ? bytes : nil
  }
}

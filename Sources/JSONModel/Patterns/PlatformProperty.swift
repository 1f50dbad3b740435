import Foundation

/// A Unicode property that the standard library does not have: looked up in the platform's ICU,
/// through its regular expressions.
struct PlatformProperty: Sendable {
  private let expression: NSRegularExpression

  /// - Parameter script: A script's long or short name in its exact spelling, such as `Greek`
  ///   or `Grek`; nil for one that ICU does not know.
  init?(script: String, extensions: Bool) {
    // ICU matches names loosely; ECMA-262 does not.
    let parts = script.split(separator: "_", omittingEmptySubsequences: false)
    let isExact = parts.allSatisfy { part in
      guard let first = part.utf8.first, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= first
      else { return false }
      return part.utf8.dropFirst().allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
    }
    guard isExact || ["SignWriting", "Nko"].contains(script) else { return nil }
    self.init(property: (extensions ? "scx=" : "sc=") + script)
  }

  init?(binary name: String) {
    self.init(property: name)
  }

  private init?(property: String) {
    guard let expression = try? NSRegularExpression(pattern: "\\A\\p{\(property)}\\z")
    else { return nil }
    self.expression = expression
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let text = String(scalar)
    let range = NSRange(location: 0, length: text.utf16.count)
    return expression.firstMatch(in: text, range: range) != nil
  }
}

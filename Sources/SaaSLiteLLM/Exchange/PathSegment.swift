extension JobID {
  /// The id as one segment of a URL's path.
  ///
  /// - Throws: ``ClientError`` (`invalidRequest`) for one that cannot be one.
  var pathSegment: String {
    get throws { try rawValue.pathSegment(naming: "job id") }
  }
}

extension String {
  /// The text as one segment of a URL's path (RFC 3986, section 3.3), with everything
  /// percent-encoded that is not unreserved.
  ///
  /// Slashes, dot segments and control characters are refused instead: proxies decode and
  /// resolve them before they choose where a request goes, so an id could climb out of its place.
  ///
  /// - Throws: ``ClientError`` (`invalidRequest`); nothing was sent.
  func pathSegment(naming name: String) throws -> String {
    if let problem = segmentProblem {
      var context = ClientError.Context()
      context.mayHaveTakenEffect = false
      throw ClientError(
        code: .invalidRequest, message: "the \(name) cannot be sent: \(problem)", context: context)
    }
    if utf8.allSatisfy(Self.isUnreserved) { return self }
    var result = ""
    for byte in utf8 {
      if Self.isUnreserved(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return result
  }

  private var segmentProblem: String? {
    if isEmpty { return "it is empty" }
    if self == "." || self == ".." { return "it is a step in a path" }
    if utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      return "it has a slash in it"
    }
    if utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "it has a control character in it"
    }
    return nil
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

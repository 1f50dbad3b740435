extension String {
  /// The text as one segment of a URL's path (RFC 3986, section 3.3): what is not unreserved is
  /// percent-encoded, so that an id cannot climb out of its place.
  var asPathSegment: String {
    if utf8.allSatisfy(Self.isUnreserved), self != ".", self != ".." { return self }
    var result = ""
    for byte in utf8 {
      if Self.isUnreserved(byte), !(self == "." || self == "..") {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return result
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

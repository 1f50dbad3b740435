import JSONModel
import Testing

@Suite struct JSONNumberTests {
  private func number(_ spelling: String) throws -> JSONNumber {
    try #require(JSONNumber(spelling: spelling), "\(spelling)")
  }

  /// Rows are in ascending order; each holds spellings of one value.
  static let ascending: [[String]] = [
    ["-1e400", "-10e399"], ["-1.7976931348623159e308"], ["-9007199254740993"],
    ["-9007199254740992", "-9007199254740992.0"], ["-1", "-1.0", "-10e-1"], ["-0.1", "-1e-1"],
    ["-1e-400"], ["0", "-0", "0.0", "0e5", "-0e-9", "0.000"], ["1e-400"], ["5e-324"],
    ["0.1", "1e-1", "0.10", "10E-2"], ["0.1000000000000000055511151231257827"],
    ["0.10000000000000001", "0.100000000000000010"], ["1", "1.0", "1e0", "0.1e1"],
    ["9007199254740992"], ["9007199254740993"], ["9007199254740993.5"],
    ["18446744073709551616"], ["1e308"], ["1e400", "100e398"], ["1e9999999999999999999"],
  ]

  @Test func comparisonIsExact() throws {
    for (left, lefts) in Self.ascending.enumerated() {
      for (right, rights) in Self.ascending.enumerated() {
        for one in lefts {
          for other in rights {
            let (one, other) = (try number(one), try number(other))
            #expect((one == other) == (left == right), "\(one) \(other)")
            #expect((one < other) == (left < right), "\(one) \(other)")
            if left == right {
              #expect(one.hashValue == other.hashValue)
              #expect(one.canonicalSpelling == other.canonicalSpelling)
            }
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("1e3", 1000), ("1.0", 1), ("-0", 0), ("9223372036854775807", Int.max),
    ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("1.5", nil), ("1e-1", nil),
    ("1e400", nil), ("92233720368547758070e-1", Int.max), ("0e400", 0),
  ])
  func integers(spelling: String, value: Int?) throws {
    #expect(try number(spelling).intValue == value)
    #expect(try JSONDocument(parsing: spelling).root.intValue == value)
  }

  @Test(arguments: [
    "01", "1.", ".5", "+1", "1e", "1e+", "", "-", "0x1", "1 ", " 1", "NaN", "Infinity", "١",
  ])
  func notNumbers(spelling: String) { #expect(JSONNumber(spelling: spelling) == nil) }

  @Test func spellingsAreKept() throws {
    let text = #"[1.0,1E5,-0,0.10,123456789012345678901234567890,1e400]"#
    #expect(try JSONValue(parsing: text).text() == text)
  }

  /// Multiples are decided on the decimal digits: a double would get these wrong.
  @Test(arguments: [
    ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("0.3", "0.1", true),
    ("1e308", "0.123456789", false), ("1e308", "0.5", true), ("1e400", "3", false),
    ("12345678901234567890123456789012345678", "9", true),
    ("12345678901234567890123456789012345679", "3", false),
    ("12345678901234567890123456789012345681", "9", false),
    ("999999999999999999999999999999999999999", "111111111111111111111111111111111111111", true),
    ("4.35", "0.01", true), ("1e-400", "1e-401", true), ("1e-401", "1e-400", false),
    ("0", "7", true),
    ("35", "7.0", true), ("-35", "7", true), ("9007199254740993", "2", false),
  ])
  func multiples(value: String, divisor: String, isMultiple: Bool) throws {
    let schema = try JSONSchema(compiling: .object(["multipleOf": .number(number(divisor))]))
    #expect(try schema.isValid(.number(number(value))) == isMultiple)
  }
}

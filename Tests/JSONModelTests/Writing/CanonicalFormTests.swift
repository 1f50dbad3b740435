import JSONModel
import Testing

@Suite struct CanonicalFormTests {
  @Test(arguments: [
    // RFC 8785, appendix B, and the borders of ECMAScript's layouts.
    ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("0e99", "0"), ("5e-324", "5e-324"),
    ("-5e-324", "-5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("9007199254740992", "9007199254740992"), ("-9007199254740992", "-9007199254740992"),
    ("295147905179352830000", "295147905179352830000"),
    ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"),
    ("999999999999999700000", "999999999999999700000"),
    ("999999999999999900000", "999999999999999900000"), ("1e21", "1e+21"),
    ("1000000000000000000000", "1e+21"), ("100000000000000000000", "100000000000000000000"),
    ("1e20", "100000000000000000000"),
    ("9.999999999999997e-7", "9.999999999999997e-7"), ("0.000001", "0.000001"),
    ("1e-6", "0.000001"), ("1e-7", "1e-7"), ("0.0000001", "1e-7"),
    ("333333333.3333332", "333333333.3333332"), ("4.50", "4.5"), ("2e-3", "0.002"),
    ("0.000000000000000000000000001", "1e-27"), ("1e30", "1e+30"), ("1E30", "1e+30"),
    ("1.0", "1"), ("1e0", "1"), ("10e-1", "1"), ("0.1e1", "1"), ("100", "100"), ("1e2", "100"),
    ("-12.50e1", "-125"), ("-0.0000011", "-0.0000011"), ("0.00000011", "1.1e-7"),
    ("0.0000001", "1e-7"), ("0.50", "0.5"), ("123456789012345678901.5", "123456789012345678901.5"),
    ("1234567890123456789012.5", "1.2345678901234567890125e+21"), ("0.1e0", "0.1"),
    ("1.5E0", "1.5"), ("-1.25", "-1.25"), ("123456789012345678901", "123456789012345678901"),
    ("12345678901234567890.5", "12345678901234567890.5"),
    // Exact where a double would round.
    ("9007199254740993", "9007199254740993"), ("9007199254740993.0", "9007199254740993"),
    ("333333333.33333329", "333333333.33333329"),
    ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
    ("1e400", "1e+400"), ("-1.50e-400", "-1.5e-400"),
    ("123456789012345678901234", "1.23456789012345678901234e+23"),
  ])
  func numbers(spelling: String, canonical: String) throws {
    let number = try #require(JSONNumber(spelling: spelling))
    #expect(number.canonicalSpelling == canonical)
    let again = try #require(JSONNumber(spelling: canonical))
    #expect(again == number)
    #expect(again.canonicalSpelling == canonical)
  }

  /// Every double that Swift prints gives what ECMAScript prints, here seen by its layout rules
  /// on the shortest digits; doubles around the borders of the layouts and random bit patterns.
  @Test func doublesAgreeWithTheirShortestDigits() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard let number = JSONNumber(value) else { continue }
      #expect(Double(number.canonicalSpelling) == value, "\(value)")
      #expect(number.canonicalSpelling.utf8.count <= 25, "\(value)")
    }
  }

  @Test func theExampleOfTheSpecification() throws {
    // RFC 8785, section 3.2.2, but for one number that is no double's shortest spelling.
    let text = #"""
      {
        "numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }
      """#
    let expected =
      #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
      + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    #expect(
      String(decoding: try JSONValue(parsing: text).canonicalBytes(), as: UTF8.self) == expected)
  }

  /// RFC 8785, section 3.2.2 with its own number, and appendix B by bit patterns.
  @Test func roundedNumbersAreThoseOfTheSpecification() throws {
    let text = #"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}"#
    #expect(
      try JSONValue(parsing: text).text(.rfc8785)
        == #"{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}"#)
    let patterns: [(UInt64, String)] = [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
      (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xC340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
      (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"),
      (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
      (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
      (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
      (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
      (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
      (0x41B3_DE43_5555_5557, "333333333.33333343"),
      (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
      (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
    ]
    for (bits, expected) in patterns {
      let number = try #require(JSONNumber(Double(bitPattern: bits)))
      #expect(JSONValue.number(number).text(.rfc8785) == expected)
    }
    // What is no double at all keeps its digits.
    #expect(
      try JSONValue(parsing: "[1e400,9007199254740993]").text(.rfc8785)
        == "[1e+400,9007199254740992]")
  }

  @Test func keysSortByUTF16() throws {
    // RFC 8785, section 3.2.3.
    let text = #"""
      {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
       "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
       "\u00f6": "Latin Small Letter O With Diaeresis"}
      """#
    let canonical = try JSONValue(parsing: JSONValue(parsing: text).canonicalBytes())
    #expect(
      canonical.objectValue?.keys == ["\r", "1", "\u{80}", "ö", "€", "😀", "\u{FB33}"])
  }

  @Test func keysSortAsTheirUTF16DoesForAllKindsOfScalars() {
    let scalars: [UInt32] = [
      0, 0x41, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF,
    ]
    let texts = scalars.compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
    let keys = texts + texts.flatMap { first in texts.map { first + $0 } } + [""]
    let object = JSONObject(keys.map { .init(key: $0, value: 1) })
    let sorted = keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
    let written = try? JSONValue(parsing: JSONValue.object(object).bytes(.compact.sorted))
    #expect(written?.objectValue?.keys == sorted)
  }

  @Test func equalValuesShareTheirStableHash() throws {
    let left = try JSONValue(parsing: #"{"a": 1.0, "b": [1e2]}"#)
    let right = try JSONValue(parsing: #"{"b":[100],"a":1}"#)
    #expect(left == right)
    #expect(left.canonicalBytes() == right.canonicalBytes())
    #expect(left.stableHash == right.stableHash)
    #expect(left.hashValue == right.hashValue)
    // FNV-1a of the two bytes "[]", a constant for ever.
    #expect(JSONValue.array([]).stableHash == 0x0961_2B07_B5EC_B5A5)
  }

  @Test func deepValuesAreWritten() {
    var value: JSONValue = 1
    for _ in 0..<5_000 { value = [value] }
    #expect(value.bytes().count == 10_001)
    #expect(value.canonicalBytes().count == 10_001)
  }
}

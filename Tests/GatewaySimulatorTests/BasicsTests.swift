import JSONModel
import Testing

@testable import GatewaySimulator

@Suite struct BasicsTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00", "1970-01-01T00:00:00Z", "1970-01"),
      (1_795_452_948_480_823, "2026-11-23T16:55:48.480823", "2026-11-23T16:55:48Z", "2026-11"),
      (951_782_399_000_001, "2000-02-28T23:59:59.000001", "2000-02-28T23:59:59Z", "2000-02"),
      (951_782_400_000_000, "2000-02-29T00:00:00", "2000-02-29T00:00:00Z", "2000-02"),
      (4_107_542_400_000_000, "2100-03-01T00:00:00", "2100-03-01T00:00:00Z", "2100-03"),
      (-1, "1969-12-31T23:59:59.999999", "1969-12-31T23:59:59Z", "1969-12"),
    ] as [(Int64, String, String, String)])
  func timesAreSpelledAsOnTheGateway(
    microseconds: Int64, naive: String, zulu: String, month: String
  ) {
    let time = Timestamp(microseconds: microseconds)
    #expect(time.naive == naive)
    #expect(time.zulu == zulu)
    #expect(time.month == month)
  }

  @Test(arguments: [
    "3b1ca879-283c-4231-bb26-5d34ccc4f951", "3B1CA879283C4231BB265D34CCC4F951",
    "{3b1ca879-283c-4231-bb26-5d34ccc4f951}", "urn:uuid:3b1ca879-283c-4231-bb26-5d34ccc4f951",
  ])
  func identifiersAreReadInAnySpelling(text: String) {
    #expect(Identifier(text[...])?.text == "3b1ca879-283c-4231-bb26-5d34ccc4f951")
  }

  @Test(arguments: [
    "", "xyz", "not-a-uuid", "3b1ca879-283c-4231-bb26-5d34ccc4f95",
    "3b1ca879-283c-4231-bb26-5d34ccc4f9511",
  ])
  func otherTextIsNoIdentifier(text: String) {
    #expect(Identifier(text[...]) == nil)
  }

  @Test func identifiersAreVersionFour() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<100 {
      let text = Array(Identifier(using: &generator).text)
      #expect(text[14] == "4")
      #expect("89ab".contains(text[19]))
    }
  }

  @Test func hashIgnoresWhiteSpaceAndNothingElse() throws {
    func hash(_ text: String) throws -> UInt64 {
      var hash = StableHash()
      hash.combine(try JSONDocument(parsing: text).root)
      return hash.value
    }
    let value = try hash(#"[{"a":1,"b":"x"}]"#)
    #expect(try hash(#" [ {"a": 1, "b": "\#u{78}"} ] "#) == value)
    // Written down, so that recordings of one version fit the next.
    #expect(try hash("[]") == hash("[ ]"))
    for other in [#"[{"a":1,"b":"y"}]"#, #"[{"a":1},{"b":"x"}]"#, #"[{"a":"1","b":"x"}]"#] {
      #expect(try hash(other) != value)
    }
  }

  @Test func drawsAreTheSameEverywhere() {
    var generator = SeededGenerator(seed: 0)
    // The first numbers of SplitMix64 with the seed 0, from its publication.
    #expect(generator.next() == 0xe220_a839_7b1d_cdaf)
    #expect(generator.next() == 0x6e78_9e6a_a1b9_65f4)
  }

  @Test func recentItemsForgetTheOldest() {
    var items = RecentItems<Int>(limit: 3)
    #expect(items.append(1) == nil)
    #expect(items.append(2) == nil)
    #expect(items.append(3) == nil)
    #expect(items.append(4) == 1)
    #expect(Array(items) == [2, 3, 4])
    #expect(Array(items.newestFirst) == [4, 3, 2])
    items.removeOldest()
    #expect(Array(items) == [3, 4])
    #expect(items.append(5) == nil)
    #expect(items.append(6) == 3)
    #expect(Array(items) == [4, 5, 6])
    for _ in 0..<4 { items.removeOldest() }
    #expect(items.count == 0)
    items.append(7)
    #expect(Array(items) == [7])
  }

  @Test(
    arguments: [
      (Team.BudgetMode.jobBased, 0, 0.0, 1), (.jobBased, 2_500_000, 9.0, 1),
      (.consumptionUSD, 18, 0.000005, 1), (.consumptionUSD, 0, 0.6, 6),
      (.consumptionUSD, 0, 0.69, 6), (.consumptionTokens, 70_000, 0, 7),
      (.consumptionTokens, 18, 0, 1), (.consumptionTokens, 19_999, 0, 1),
    ] as [(Team.BudgetMode, Int, Double, Int)])
  func jobsCostCredits(mode: Team.BudgetMode, tokens: Int, cost: Double, credits: Int) {
    var team = Team(id: "t", key: "k")
    team.budgetMode = mode
    var totals = JobTotals()
    totals.tokens = tokens
    totals.cost = cost
    #expect(Charge.credits(for: totals, of: team) == credits)
    if mode == .consumptionUSD, cost == 0.6 {
      team.markupPercent = 50
      #expect(Charge.credits(for: totals, of: team) == 9)
    }
  }

  @Test(arguments: [
    ("", "", true), ("a", "", true), ("", "a", false), ("abc", "abc", true), ("abc", "c", true),
    ("abc", "d", false), ("abc", "abcd", false), ("aab", "ab", true), ("aaaa", "aab", false),
    ("Zażółć 🎉", "żó", true), ("Zażółć 🎉", "🎉", true), ("xx\0y", "\0y", true),
  ])
  func bytesAreFound(text: String, part: String, isThere: Bool) {
    #expect(text.hasBytes(of: part) == isThere)
  }

  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0),
  ])
  func distanceOfNames(left: String, right: String, distance: Int) {
    #expect(NearestName.distance(left, right) == distance)
  }
}

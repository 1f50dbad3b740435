import CLibXML2
import Foundation
import JSONModel
import Testing

/// What a journal says, line by line.
struct JournalEvidence {
  let header: JSONValue?
  let attempts: [JSONValue]
  /// The ids of the jobs that were created.
  let createdJobs: [String]
  /// The last line, if it is a footer.
  let footer: JSONValue?

  /// - Parameter isWhole: Whether each line must end. Where a run was killed, the last may not.
  init(_ file: URL, isWhole: Bool = true) throws {
    let text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    if isWhole { #expect(text.hasSuffix("\n")) }
    let lines = try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { try JSONValue(parsing: String($0)) }
    header = lines.first
    attempts = lines.filter { $0["kind"] == "attempt" }
    createdJobs = lines.filter { $0["kind"] == "job" && $0["status"] == nil }.compactMap {
      $0["id"]?.stringValue
    }
    footer = lines.last.flatMap { $0["kind"] == "footer" ? $0 : nil }
  }

  /// The names of the attempts, in the order of their lines.
  var names: [String] {
    attempts.map { line in
      ["suite", "case", "prompt", "model"].map { line[$0]?.stringValue ?? "?" }
        .joined(separator: "/") + "/\(line["attempt"]?.numberValue?.description ?? "?")"
    }
  }

  /// How many attempts ended so.
  func count(_ outcome: String) -> Int {
    attempts.count { $0["outcome"]?.stringValue == outcome }
  }

  var calls: Int { attempts.reduce(0) { $0 + ($1["calls"]?.intValue ?? 0) } }
}

/// What a JUnit report says, read by libxml2.
struct JUnitEvidence: Equatable {
  var tests = 0
  var failures = 0
  var errors = 0
  var skipped = 0

  init(tests: Int, failures: Int, errors: Int, skipped: Int) {
    (self.tests, self.failures, self.errors, self.skipped) = (tests, failures, errors, skipped)
  }

  /// Counts the elements, and expects that the attributes of the root say the same.
  init(_ file: URL) throws {
    let document = try #require(
      xmlReadFile(file.path, nil, Int32(XML_PARSE_NOERROR.rawValue)), "libxml2 cannot read it")
    defer { xmlFreeDoc(document) }
    let root = try #require(xmlDocGetRootElement(document))
    count(root)
    func attribute(_ name: String) -> Int? {
      guard let text = xmlHasProp(root, name)?.pointee.children?.pointee.content else {
        return nil
      }
      return Int(String(cString: text))
    }
    #expect(attribute("tests") == tests)
    #expect(attribute("failures") == failures)
    #expect(attribute("errors") == errors)
    if let skippedInAll = attribute("skipped") { #expect(skippedInAll == skipped) }
  }

  /// The texts of all failures and errors.
  static func texts(_ file: URL) throws -> [String] {
    let document = try #require(
      xmlReadFile(file.path, nil, Int32(XML_PARSE_NOERROR.rawValue)), "libxml2 cannot read it")
    defer { xmlFreeDoc(document) }
    var texts: [String] = []
    func text(of node: xmlNodePtr) -> String {
      sequence(first: node.pointee.children, next: { $0?.pointee.next }).compactMap {
        $0?.pointee.content.map { String(cString: $0) }
      }.joined()
    }
    func visit(_ element: xmlNodePtr) {
      var next = element.pointee.children
      while let node = next {
        if node.pointee.type == XML_ELEMENT_NODE {
          if ["failure", "error"].contains(String(cString: node.pointee.name)) {
            texts.append(text(of: node))
          }
          visit(node)
        }
        next = node.pointee.next
      }
    }
    visit(try #require(xmlDocGetRootElement(document)))
    return texts
  }

  private mutating func count(_ element: xmlNodePtr) {
    var next = element.pointee.children
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE {
        switch String(cString: node.pointee.name) {
        case "testcase": tests += 1
        case "failure": failures += 1
        case "error": errors += 1
        case "skipped": skipped += 1
        default: break
        }
        self.count(node)
      }
      next = node.pointee.next
    }
  }
}

/// A suite of so many cases, each asking for its own number back.
enum NumberedSuite {
  /// - Parameters:
  ///   - settings: Further members of the suite.
  ///   - members: Further members of a case.
  static func text(
    cases: Int, models: [String] = ["gpt-4"], settings: JSONObject = [:],
    members: (Int) -> JSONObject = { _ in [:] }
  ) -> String {
    var suite: JSONObject = [
      "version": 1, "name": "numbered", "models": .array(models.map(JSONValue.string)),
      "prompts": ["p": ["messages": [["role": "user", "content": "Say <{{n}}>."]]]],
    ]
    for member in settings { suite[member.key] = member.value }
    suite["cases"] = .array(
      (0..<cases).map { number in
        var one: JSONObject = [
          "id": .string("case-\(number)"), "vars": ["n": .string("\(number)")],
          "assert": [["type": "contains", "value": .string("<\(number)>")]],
        ]
        for member in members(number) { one[member.key] = member.value }
        return .object(one)
      })
    return JSONValue.object(suite).text()
  }
}

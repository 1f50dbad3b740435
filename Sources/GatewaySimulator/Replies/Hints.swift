/// A person who does not exist, so that a name and its address go together.
struct Persona: Sendable {
  var name: String
  var city: String
  var age: Int

  static let all = [
    Persona(name: "Sarah Johnson", city: "Lisbon", age: 28),
    Persona(name: "Amir Haddad", city: "Toronto", age: 41),
    Persona(name: "Mei Tanaka", city: "Osaka", age: 35),
    Persona(name: "Lucas Oliveira", city: "Porto", age: 52),
    Persona(name: "Ines Keller", city: "Zurich", age: 30),
    Persona(name: "Noah Okafor", city: "Lagos", age: 24),
    Persona(name: "Elena Petrova", city: "Sofia", age: 47),
    Persona(name: "Tom Larsen", city: "Bergen", age: 63),
  ]

  static func drawn(with generator: inout SeededGenerator) -> Persona {
    all[Int(generator.next() % UInt64(all.count))]
  }

  var given: String { name.split(separator: " ").first.map(String.init) ?? name }
  var family: String { name.split(separator: " ").last.map(String.init) ?? name }
  var email: String { "\(given.lowercased()).\(family.lowercased())@example.com" }
}

/// Plausible values by the name of a property or by a schema's `format`.
enum Hints {
  static func text(
    for name: String, _ persona: Persona, _ generator: inout SeededGenerator
  ) -> String {
    let key = name.lowercased().filter { $0.isLetter }
    for (parts, value) in named(persona) where parts.contains(where: key.contains) { return value }
    let words = ["amber", "birch", "coral", "delta", "ember", "fjord", "grove", "harbor"]
    return words[Int(generator.next() % UInt64(words.count))]
  }

  private static func named(_ persona: Persona) -> [([String], String)] {
    [
      (["email", "mail"], persona.email),
      (["firstname", "givenname"], persona.given),
      (["lastname", "surname", "familyname"], persona.family),
      (["username", "login", "handle"], persona.given.lowercased()),
      (["filename"], "report.pdf"),
      (["company", "organization", "organisation", "employer"], "Northwind Traders"),
      (["country"], "Portugal"),
      (["city", "location", "place", "town"], persona.city),
      (["street", "address"], "12 Harbor Street, \(persona.city)"),
      (["phone", "mobile"], "+1 555 0100"),
      (["url", "website", "link", "uri"], "https://example.com/\(persona.given.lowercased())"),
      (["date", "day", "birth"], "2024-05-17"),
      (["time"], "14:30:00"),
      (["currency"], "EUR"),
      (["language", "locale"], "en"),
      (["sentiment"], "positive"),
      (
        [
          "summary", "description", "reason", "explanation", "text", "content", "message",
          "comment",
        ],
        "A short text about \(persona.city)."
      ),
      (["title", "subject", "headline"], "Notes from \(persona.city)"),
      (["name", "author", "person", "customer"], persona.name),
    ]
  }

  static func number(
    for name: String, isInteger: Bool, _ generator: inout SeededGenerator
  ) -> Double {
    let key = name.lowercased()
    let draw = Double(generator.next() % 100)
    if key.contains("age"), !key.contains("page"), !key.contains("average") { return 18 + draw / 2 }
    if key.contains("year") { return 2_000 + (draw / 4).rounded() }
    let isShare = ["confidence", "probability", "score", "ratio", "rate"]
      .contains { key.contains($0) }
    if isShare, !isInteger { return 0.5 + (draw / 2).rounded() / 100 }
    if ["price", "cost", "amount", "total"].contains(where: key.contains), !isInteger {
      return draw + 0.95
    }
    return isInteger ? draw + 1 : (draw * 5).rounded() / 10
  }

  static func text(
    ofFormat format: String, _ persona: Persona, _ generator: inout SeededGenerator
  ) -> String? {
    switch format {
    case "date-time": "2024-05-17T14:30:00Z"
    case "date": "2024-05-17"
    case "time": "14:30:00Z"
    case "duration": "PT1H30M"
    case "email", "idn-email": persona.email
    case "hostname", "idn-hostname": "\(persona.given.lowercased()).example.com"
    case "ipv4": "192.0.2.\(generator.next() % 254 + 1)"
    case "ipv6": "2001:db8::\(String(generator.next() % 65_535 + 1, radix: 16))"
    case "uri", "iri", "url": "https://example.com/\(persona.given.lowercased())"
    case "uri-reference", "iri-reference": "/\(persona.given.lowercased())"
    case "uri-template": "https://example.com/{id}"
    case "uuid": Identifier(using: &generator).text
    case "json-pointer": "/items/0"
    case "relative-json-pointer": "1/items"
    case "regex": "^[a-z]+$"
    default: nil
    }
  }
}

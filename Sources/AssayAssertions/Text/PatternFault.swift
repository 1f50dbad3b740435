/// Says what is wrong with a pattern that ICU does not take. Foundation passes on neither ICU's
/// reason nor its place.
enum PatternFault {
  /// The first fault that can be told without knowing all of ICU's grammar.
  static func find(in text: String) -> BoundedPattern.Invalid {
    var scan = Scan(Array(text))
    let found = scan.fault()
    let shown = "/\(Excerpt.shortened(text))/"
    guard let found else {
      return BoundedPattern.Invalid(
        description: "ICU cannot read \(shown)",
        hint: "its syntax is at https://unicode-org.github.io/icu/userguide/strings/regexp.html")
    }
    return BoundedPattern.Invalid(
      description: "\(found.problem) at character \(found.position + 1) of \(shown)",
      hint: found.hint)
  }

  private struct Found {
    var problem: String
    var position: Int
    var hint: String?
  }

  private struct Scan {
    let characters: [Character]
    private var position = 0
    private var groups: [Int] = []
    /// Whether something stands before that can be repeated.
    private var hasOperand = false

    init(_ characters: [Character]) { self.characters = characters }

    private func character(_ offset: Int = 0) -> Character? {
      let index = position + offset
      return index < characters.count ? characters[index] : nil
    }

    mutating func fault() -> Found? {
      while let character = character() {
        let start = position
        position += 1
        switch character {
        case "\\":
          guard self.character() != nil else {
            return Found(
              problem: "a backslash stands before nothing", position: start,
              hint: "a backslash itself is \\\\\\\\ in JSON")
          }
          position += 1
          hasOperand = true
        case "[":
          if let found = set(from: start) { return found }
          hasOperand = true
        case "(":
          groups.append(start)
          hasOperand = false
          skipGroupOpening()
        case ")":
          guard groups.popLast() != nil else {
            return Found(
              problem: "a ) closes nothing", position: start,
              hint: "a bracket itself is \\\\) in JSON")
          }
          hasOperand = true
        case "|": hasOperand = false
        case "*", "+", "?":
          guard hasOperand else {
            return Found(
              problem: "\(character) has nothing to repeat", position: start,
              hint: "the character itself is \\\\\(character) in JSON")
          }
          if let next = self.character(), next == "?" || next == "+" { position += 1 }
          hasOperand = false
        case "{":
          if let found = interval(from: start) { return found }
          hasOperand = false
        default: hasOperand = true
        }
      }
      return groups.last.map {
        Found(
          problem: "the ( is not closed", position: $0, hint: "a bracket itself is \\\\( in JSON")
      }
    }

    /// `?:`, `?=`, `?!`, `?<=`, `?<name>` and the like are part of the bracket.
    private mutating func skipGroupOpening() {
      guard character() == "?" else { return }
      position += 1
      while let next = character(), next != ")", next != "(" {
        position += 1
        if [":", "=", "!", ">", "#"].contains(next) { return }
      }
    }

    private mutating func set(from start: Int) -> Found? {
      var depth = 1
      while depth > 0 {
        guard let character = character() else {
          return Found(
            problem: "the [ is not closed", position: start,
            hint: "a bracket itself is \\\\[ in JSON")
        }
        position += 1
        switch character {
        case "\\": position += 1
        case "[": depth += 1
        case "]": depth -= 1
        default: break
        }
      }
      return nil
    }

    private mutating func interval(from start: Int) -> Found? {
      let end = characters[position...].firstIndex(of: "}")
      let inside = end.map { String(characters[position..<$0]) } ?? ""
      let bounds = inside.split(separator: ",", omittingEmptySubsequences: false)
      let isInterval =
        !inside.isEmpty && bounds.count <= 2 && Int(bounds[0]) != nil
        && (bounds.count == 1 || bounds[1].isEmpty || Int(bounds[1]) != nil)
      guard let end, isInterval else {
        return Found(
          problem: "a { begins no number of repetitions", position: start,
          hint: "{2} or {2,5} repeat; the bracket itself is \\\\{ in JSON")
      }
      guard hasOperand else {
        return Found(problem: "{\(inside)} has nothing to repeat", position: start)
      }
      if bounds.count == 2, let low = Int(bounds[0]), let high = Int(bounds[1]), low > high {
        return Found(problem: "{\(inside)} ends below where it begins", position: start)
      }
      position = end + 1
      if let next = character(), next == "?" || next == "+" { position += 1 }
      return nil
    }
  }
}

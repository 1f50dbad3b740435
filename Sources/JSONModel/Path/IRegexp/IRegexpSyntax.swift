/// A parsed I-Regexp.
indirect enum IRegexpSyntax {
  case empty
  case set(IRegexpSet)
  case start
  case end
  case sequence([IRegexpSyntax])
  case alternatives([IRegexpSyntax])
  case repetition(IRegexpSyntax, minimum: Int, maximum: Int?)
}

/// The characters that one position of an expression takes.
struct IRegexpSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var categories: [Category] = []
  var isNegated = false

  struct Category: Sendable {
    var members: Set<Unicode.GeneralCategory>
    var isNegated: Bool
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let isListed =
      ranges.contains { $0.contains(scalar.value) }
      || categories.contains {
        $0.members.contains(scalar.properties.generalCategory) != $0.isNegated
      }
    return isListed != isNegated
  }

  static func one(_ scalar: Unicode.Scalar) -> IRegexpSet {
    IRegexpSet(ranges: [scalar.value...scalar.value])
  }

  /// Everything but line feed and carriage return.
  static let dot = IRegexpSet(ranges: [0xA...0xA, 0xD...0xD], isNegated: true)
}

extension IRegexpSet.Category {
  /// The categories by their names, `Lu`, or by the first letter of them, `L`.
  static func named(_ name: String) -> Set<Unicode.GeneralCategory>? {
    if name.utf8.count == 1 {
      let members = byName.filter { $0.key.hasPrefix(name) }.values
      return members.isEmpty ? nil : Set(members)
    }
    return byName[name].map { [$0] }
  }

  private static let byName: [String: Unicode.GeneralCategory] = [
    "Ll": .lowercaseLetter, "Lm": .modifierLetter, "Lo": .otherLetter, "Lt": .titlecaseLetter,
    "Lu": .uppercaseLetter, "Mc": .spacingMark, "Me": .enclosingMark, "Mn": .nonspacingMark,
    "Nd": .decimalNumber, "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation,
    "Pd": .dashPunctuation, "Pe": .closePunctuation, "Pf": .finalPunctuation,
    "Pi": .initialPunctuation, "Po": .otherPunctuation, "Ps": .openPunctuation,
    "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Zs": .spaceSeparator,
    "Sc": .currencySymbol, "Sk": .modifierSymbol, "Sm": .mathSymbol, "So": .otherSymbol,
    "Cc": .control, "Cf": .format, "Cn": .unassigned, "Co": .privateUse,
  ]
}

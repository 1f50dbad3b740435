/// The values of General_Category by all their names (Unicode, PropertyValueAliases.txt).
enum UnicodeCategories {
  static func named(_ name: String) -> Set<Unicode.GeneralCategory>? { table[name] }

  private static let single: [(category: Unicode.GeneralCategory, names: [String])] = [
    (.uppercaseLetter, ["Lu", "Uppercase_Letter"]), (.lowercaseLetter, ["Ll", "Lowercase_Letter"]),
    (.titlecaseLetter, ["Lt", "Titlecase_Letter"]), (.modifierLetter, ["Lm", "Modifier_Letter"]),
    (.otherLetter, ["Lo", "Other_Letter"]), (.nonspacingMark, ["Mn", "Nonspacing_Mark"]),
    (.spacingMark, ["Mc", "Spacing_Mark"]), (.enclosingMark, ["Me", "Enclosing_Mark"]),
    (.decimalNumber, ["Nd", "Decimal_Number", "digit"]), (.letterNumber, ["Nl", "Letter_Number"]),
    (.otherNumber, ["No", "Other_Number"]),
    (.connectorPunctuation, ["Pc", "Connector_Punctuation"]),
    (.dashPunctuation, ["Pd", "Dash_Punctuation"]), (.openPunctuation, ["Ps", "Open_Punctuation"]),
    (.closePunctuation, ["Pe", "Close_Punctuation"]),
    (.initialPunctuation, ["Pi", "Initial_Punctuation"]),
    (.finalPunctuation, ["Pf", "Final_Punctuation"]),
    (.otherPunctuation, ["Po", "Other_Punctuation"]), (.mathSymbol, ["Sm", "Math_Symbol"]),
    (.currencySymbol, ["Sc", "Currency_Symbol"]), (.modifierSymbol, ["Sk", "Modifier_Symbol"]),
    (.otherSymbol, ["So", "Other_Symbol"]), (.spaceSeparator, ["Zs", "Space_Separator"]),
    (.lineSeparator, ["Zl", "Line_Separator"]),
    (.paragraphSeparator, ["Zp", "Paragraph_Separator"]), (.control, ["Cc", "Control", "cntrl"]),
    (.format, ["Cf", "Format"]), (.surrogate, ["Cs", "Surrogate"]),
    (.privateUse, ["Co", "Private_Use"]), (.unassigned, ["Cn", "Unassigned"]),
  ]

  /// The groups, by the letter that the short names of their members start with.
  private static let groups: [(letter: Character, names: [String])] = [
    ("L", ["L", "Letter"]), ("M", ["M", "Mark", "Combining_Mark"]), ("N", ["N", "Number"]),
    ("P", ["P", "Punctuation", "punct"]), ("S", ["S", "Symbol"]), ("Z", ["Z", "Separator"]),
    ("C", ["C", "Other"]),
  ]

  private static let table: [String: Set<Unicode.GeneralCategory>] = {
    var table: [String: Set<Unicode.GeneralCategory>] = [:]
    for (category, names) in single {
      for name in names { table[name] = [category] }
    }
    for (letter, names) in groups {
      let members = single.filter { $0.names[0].first == letter }.map(\.category)
      for name in names { table[name] = Set(members) }
    }
    for name in ["LC", "Cased_Letter"] {
      table[name] = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter]
    }
    return table
  }()
}

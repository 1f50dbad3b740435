/// A property that `\p{…}` can name (ECMA-262, tables 66 to 69).
struct UnicodeProperty: Sendable {
  private enum Test: Sendable {
    case any
    case categories(Set<Unicode.GeneralCategory>)
    case predicate(@Sendable (Unicode.Scalar.Properties) -> Bool)
    case range(ClosedRange<UInt32>)
    case platform(PlatformProperty)
  }

  private let test: Test
  private let isNegated: Bool

  /// - Parameter text: What stands in the braces: `L`, `Letter`, `gc=Letter`, `Alphabetic`,
  ///   `Script=Greek`, `scx=Grek`. Names are those of ECMA-262, in their exact spelling.
  init?(_ text: String) {
    var negated = false
    if let equals = text.firstIndex(of: "=") {
      let value = String(text[text.index(after: equals)...])
      switch text[..<equals] {
      case "General_Category", "gc":
        guard let categories = UnicodeCategories.named(value) else { return nil }
        test = .categories(categories)
      case "Script", "sc":
        guard let script = PlatformProperty(script: value, extensions: false) else { return nil }
        test = .platform(script)
      case "Script_Extensions", "scx":
        guard let script = PlatformProperty(script: value, extensions: true) else { return nil }
        test = .platform(script)
      default: return nil
      }
    } else if let categories = UnicodeCategories.named(text) {
      test = .categories(categories)
    } else if let predicate = Self.predicates[text] ?? Self.predicates[Self.longNames[text] ?? ""] {
      test = .predicate(predicate)
    } else {
      switch text {
      case "Any": test = .any
      case "ASCII": test = .range(0...0x7F)
      case "Assigned":
        test = .categories([.unassigned])
        negated = true
      case "Regional_Indicator", "RI": test = .range(0x1F1E6...0x1F1FF)
      case "Emoji_Component", "EComp", "Extended_Pictographic", "ExtPict", "Pattern_Syntax",
        "Pat_Syn":
        guard let property = PlatformProperty(binary: text) else { return nil }
        test = .platform(property)
      default: return nil
      }
    }
    isNegated = negated
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    holds(scalar) != isNegated
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    switch test {
    case .any: true
    case .categories(let categories): categories.contains(scalar.properties.generalCategory)
    case .predicate(let predicate): predicate(scalar.properties)
    case .range(let range): range.contains(scalar.value)
    case .platform(let property): property.contains(scalar)
    }
  }

  private static let longNames: [String: String] = [
    "AHex": "ASCII_Hex_Digit", "Alpha": "Alphabetic", "Bidi_C": "Bidi_Control",
    "Bidi_M": "Bidi_Mirrored", "CI": "Case_Ignorable", "CWCF": "Changes_When_Casefolded",
    "CWCM": "Changes_When_Casemapped", "CWKCF": "Changes_When_NFKC_Casefolded",
    "CWL": "Changes_When_Lowercased", "CWT": "Changes_When_Titlecased",
    "CWU": "Changes_When_Uppercased", "DI": "Default_Ignorable_Code_Point", "Dep": "Deprecated",
    "Dia": "Diacritic", "EMod": "Emoji_Modifier", "EBase": "Emoji_Modifier_Base",
    "EPres": "Emoji_Presentation", "Ext": "Extender", "Gr_Base": "Grapheme_Base",
    "Gr_Ext": "Grapheme_Extend", "Hex": "Hex_Digit", "IDC": "ID_Continue", "IDS": "ID_Start",
    "IDSB": "IDS_Binary_Operator", "IDST": "IDS_Trinary_Operator", "Ideo": "Ideographic",
    "Join_C": "Join_Control", "LOE": "Logical_Order_Exception", "Lower": "Lowercase",
    "NChar": "Noncharacter_Code_Point", "Pat_WS": "Pattern_White_Space", "QMark": "Quotation_Mark",
    "STerm": "Sentence_Terminal", "SD": "Soft_Dotted", "Term": "Terminal_Punctuation",
    "UIdeo": "Unified_Ideograph", "Upper": "Uppercase", "VS": "Variation_Selector",
    "space": "White_Space", "XIDC": "XID_Continue", "XIDS": "XID_Start",
  ]

  private static let predicates: [String: @Sendable (Unicode.Scalar.Properties) -> Bool] = [
    "ASCII_Hex_Digit": { $0.isASCIIHexDigit }, "Alphabetic": { $0.isAlphabetic },
    "Bidi_Control": { $0.isBidiControl }, "Bidi_Mirrored": { $0.isBidiMirrored },
    "Case_Ignorable": { $0.isCaseIgnorable }, "Cased": { $0.isCased },
    "Changes_When_Casefolded": { $0.changesWhenCaseFolded },
    "Changes_When_Casemapped": { $0.changesWhenCaseMapped },
    "Changes_When_NFKC_Casefolded": { $0.changesWhenNFKCCaseFolded },
    "Changes_When_Lowercased": { $0.changesWhenLowercased },
    "Changes_When_Titlecased": { $0.changesWhenTitlecased },
    "Changes_When_Uppercased": { $0.changesWhenUppercased }, "Dash": { $0.isDash },
    "Default_Ignorable_Code_Point": { $0.isDefaultIgnorableCodePoint },
    "Deprecated": { $0.isDeprecated }, "Diacritic": { $0.isDiacritic }, "Emoji": { $0.isEmoji },
    "Emoji_Modifier": { $0.isEmojiModifier }, "Emoji_Modifier_Base": { $0.isEmojiModifierBase },
    "Emoji_Presentation": { $0.isEmojiPresentation }, "Extender": { $0.isExtender },
    "Grapheme_Base": { $0.isGraphemeBase }, "Grapheme_Extend": { $0.isGraphemeExtend },
    "Hex_Digit": { $0.isHexDigit }, "ID_Continue": { $0.isIDContinue },
    "ID_Start": { $0.isIDStart }, "IDS_Binary_Operator": { $0.isIDSBinaryOperator },
    "IDS_Trinary_Operator": { $0.isIDSTrinaryOperator }, "Ideographic": { $0.isIdeographic },
    "Join_Control": { $0.isJoinControl },
    "Logical_Order_Exception": { $0.isLogicalOrderException }, "Lowercase": { $0.isLowercase },
    "Math": { $0.isMath }, "Noncharacter_Code_Point": { $0.isNoncharacterCodePoint },
    "Pattern_White_Space": { $0.isPatternWhitespace }, "Quotation_Mark": { $0.isQuotationMark },
    "Radical": { $0.isRadical }, "Sentence_Terminal": { $0.isSentenceTerminal },
    "Soft_Dotted": { $0.isSoftDotted }, "Terminal_Punctuation": { $0.isTerminalPunctuation },
    "Unified_Ideograph": { $0.isUnifiedIdeograph }, "Uppercase": { $0.isUppercase },
    "Variation_Selector": { $0.isVariationSelector }, "White_Space": { $0.isWhitespace },
    "XID_Continue": { $0.isXIDContinue }, "XID_Start": { $0.isXIDStart },
  ]
}

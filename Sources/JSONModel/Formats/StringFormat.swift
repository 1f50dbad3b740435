/// The formats that JSON Schema defines for strings.
package enum StringFormat: String, CaseIterable, Sendable {
  case dateTime = "date-time"
  case date, time, duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4, ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uuid
  case uriTemplate = "uri-template"
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// The format of that name, if the draft has it.
  init?(name: String, draft: JSONSchemaDialect.Draft) {
    self.init(rawValue: name)
    if draft == .draft7, self == .duration || self == .uuid { return nil }
  }

  /// Whether `text` has the format.
  package func accepts(_ text: String) -> Bool {
    switch self {
    case .dateTime: DateTimeFormat.isDateTime(text)
    case .date: DateTimeFormat.isDate(text)
    case .time: DateTimeFormat.isTime(text)
    case .duration: DurationFormat.accepts(text)
    case .email: EmailFormat(allowsUnicode: false).accepts(text)
    case .idnEmail: EmailFormat(allowsUnicode: true).accepts(text)
    case .hostname: HostnameFormat.isHostname(text)
    case .idnHostname: HostnameFormat.isInternationalHostname(text)
    case .ipv4: AddressFormat.isIPv4(Substring(text))
    case .ipv6: AddressFormat.isIPv6(Substring(text))
    case .uri: URIFormat(allowsUnicode: false).accepts(text, relative: false)
    case .uriReference: URIFormat(allowsUnicode: false).accepts(text, relative: true)
    case .iri: URIFormat(allowsUnicode: true).accepts(text, relative: false)
    case .iriReference: URIFormat(allowsUnicode: true).accepts(text, relative: true)
    case .uuid: UUIDFormat.accepts(text)
    case .uriTemplate: URITemplateFormat.accepts(text)
    case .jsonPointer: JSONPointer(text) != nil
    case .relativeJSONPointer: RelativePointerFormat.accepts(text)
    case .regex: (try? RegularExpression(text)) != nil
    }
  }

  /// What the format asks for, for messages.
  var phrase: String {
    switch self {
    case .dateTime: "a date and time like 2026-01-31T12:00:00Z (RFC 3339)"
    case .date: "a date like 2026-01-31 (RFC 3339)"
    case .time: "a time like 12:00:00Z (RFC 3339)"
    case .duration: "a duration like P3DT4H (ISO 8601)"
    case .email: "an e-mail address"
    case .idnEmail: "an e-mail address (RFC 6531)"
    case .hostname: "a host name"
    case .idnHostname: "a host name (RFC 5890)"
    case .ipv4: "an IPv4 address"
    case .ipv6: "an IPv6 address"
    case .uri: "an absolute URI"
    case .uriReference: "a URI or relative reference"
    case .iri: "an absolute IRI"
    case .iriReference: "an IRI or relative reference"
    case .uuid: "a UUID"
    case .uriTemplate: "a URI template (RFC 6570)"
    case .jsonPointer: "a JSON Pointer (RFC 6901)"
    case .relativeJSONPointer: "a relative JSON Pointer"
    case .regex: "a regular expression (ECMA-262)"
    }
  }
}

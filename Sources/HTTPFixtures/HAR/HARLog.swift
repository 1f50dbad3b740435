public import JSONModel

/// A HAR 1.2 file: the exchanges of one session.
///
/// The format is that of <http://www.softwareishard.com/blog/har-12-spec/>. Members whose names
/// begin with `_` are for the writers' own use; those of this library are ``format`` here and
/// the ones that ``HAREntry`` names. Others are kept in `custom`.
public struct HARLog: Sendable, Hashable {
  /// The version of HAR, always 1.2.
  public var version: String
  public var creator: HARCreator
  public var browser: HARCreator?
  public var pages: [HARPage]
  public var entries: [HAREntry]
  public var comment: String?
  /// The version of this library's own members (`_format`); nil in files of other writers.
  public var format: Int?
  /// Other members whose names begin with `_`.
  public var custom: JSONObject

  /// The newest version of this library's own members that can be read.
  public static let currentFormat: Int = 1

  public init(
    entries: [HAREntry], creator: HARCreator = .library, browser: HARCreator? = nil,
    pages: [HARPage] = [], comment: String? = nil, format: Int? = HARLog.currentFormat,
    custom: JSONObject = JSONObject()
  ) {
    version = "1.2"
    self.creator = creator
    self.browser = browser
    self.pages = pages
    self.entries = entries
    self.comment = comment
    self.format = format
    self.custom = custom
  }
}

/// A program and its version.
public struct HARCreator: Sendable, Hashable {
  public var name: String
  public var version: String
  public var comment: String?

  public init(name: String, version: String, comment: String? = nil) {
    self.name = name
    self.version = version
    self.comment = comment
  }

  /// What this library signs its files with.
  public static let library = HARCreator(name: "HTTPFixtures", version: "1")
}

/// A page that a browser loaded.
public struct HARPage: Sendable, Hashable {
  public var startedDateTime: String
  public var id: String
  public var title: String
  /// Milliseconds until the content was there; nil where it does not apply.
  public var onContentLoad: Double?
  /// Milliseconds until the page was loaded; nil where it does not apply.
  public var onLoad: Double?
  public var comment: String?
  public var custom: JSONObject

  public init(
    startedDateTime: String, id: String, title: String, onContentLoad: Double? = nil,
    onLoad: Double? = nil, comment: String? = nil, custom: JSONObject = JSONObject()
  ) {
    self.startedDateTime = startedDateTime
    self.id = id
    self.title = title
    self.onContentLoad = onContentLoad
    self.onLoad = onLoad
    self.comment = comment
    self.custom = custom
  }
}

extension HARLog {
  /// Reads a HAR file.
  ///
  /// - Parameter file: How errors name the file.
  /// - Throws: ``FixtureError``, with the line and the JSON pointer of what is wrong.
  public init(parsing bytes: [UInt8], file: String) throws {
    let context = HARContext(file: file)
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
    let fields = try HARFields(document.root, context).object("log")
    try self.init(fields)
    var entries: [HAREntry] = []
    for entry in try fields.objects("entries") { entries.append(try HAREntry(entry)) }
    self.entries = entries
  }

  /// Reads everything but the entries.
  init(_ fields: HARFields) throws {
    version = try fields.optionalString("version") ?? "1.2"
    creator =
      try fields.optionalObject("creator").map(HARCreator.init)
      ?? HARCreator(name: "unknown", version: "")
    browser = try fields.optionalObject("browser").map(HARCreator.init)
    pages = try fields.objects("pages").map(HARPage.init)
    comment = try fields.optionalString("comment")
    format = try fields.optionalInteger("_format")
    custom = fields.custom(except: ["_format"])
    entries = []
    guard let node = fields.node["entries"], node.kind == .array else {
      throw fields.context.error(at: fields.node, "'entries' is missing or no array")
    }
    if let format, format > Self.currentFormat, let node = fields.node["_format"] {
      throw fields.context.error(
        .newerFormat, at: node,
        "the file has format \(format); this version reads up to \(Self.currentFormat). "
          + "Update the tool that reads it")
    }
  }

  /// How many containers are around an entry of a file.
  static let entryDepth = 3

  /// The file's text: laid out for review, with keys in a fixed order, entries as they stand.
  public func bytes() -> [UInt8] {
    var writer = HARWriter()
    begin(&writer)
    for entry in entries {
      writer.element()
      entry.write(to: &writer)
    }
    end(&writer)
    return writer.bytes
  }

  /// Writes everything up to the entries.
  func begin(_ writer: inout HARWriter) {
    writer.beginObject()
    writer.key("log")
    writer.beginObject()
    writer.member("version", version)
    writer.key("creator")
    creator.write(to: &writer)
    if let browser {
      writer.key("browser")
      browser.write(to: &writer)
    }
    writer.member("_format", format)
    writer.members(custom)
    if !pages.isEmpty { writer.array("pages", pages) { $0.write(to: &$1) } }
    writer.member("comment", comment)
    writer.key("entries")
    writer.beginArray()
  }

  /// Writes what is behind the entries.
  func end(_ writer: inout HARWriter) {
    writer.endArray()
    writer.endObject()
    writer.endObject()
    writer.endLine()
  }
}

extension HARCreator {
  init(_ fields: HARFields) throws {
    name = try fields.optionalString("name") ?? "unknown"
    version = try fields.optionalString("version") ?? ""
    comment = try fields.optionalString("comment")
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("name", name)
    writer.member("version", version)
    writer.member("comment", comment)
    writer.endObject()
  }
}

extension HARPage {
  init(_ fields: HARFields) throws {
    startedDateTime = try fields.string("startedDateTime")
    id = try fields.string("id")
    title = try fields.optionalString("title") ?? ""
    let timings = try fields.optionalObject("pageTimings")
    onContentLoad = try timings?.optionalNumber("onContentLoad")
    onLoad = try timings?.optionalNumber("onLoad")
    comment = try fields.optionalString("comment")
    custom = fields.custom()
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("startedDateTime", startedDateTime)
    writer.member("id", id)
    writer.member("title", title)
    writer.key("pageTimings")
    writer.beginObject()
    writer.member("onContentLoad", milliseconds: onContentLoad)
    writer.member("onLoad", milliseconds: onLoad)
    writer.endObject()
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}

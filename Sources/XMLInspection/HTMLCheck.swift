import CLibXML2

/// Whether a text is HTML as a whole, rather than prose with a tag or two in it.
package enum HTMLCheck {
  /// What keeps the text from being HTML; nil if it is.
  ///
  /// It must begin and end with markup, have no text outside of its elements, and every element
  /// at its top must be one of HTML. Tags that are closed without having been opened, and the
  /// like, are faults; what HTML lets one leave out is not.
  ///
  /// - Throws: A fault that is a refusal.
  package static func problem(of text: String) throws(MarkupDocument.Fault) -> String? {
    let body = text.drop { $0.isWhitespace }
    guard body.first == "<" else { return "it does not begin with markup" }
    guard text.last(where: { !$0.isWhitespace }) == ">" else {
      return "it does not end with markup"
    }
    let isDocument = ["<!doctype", "<html", "<head", "<body"].contains {
      body.prefix($0.count).lowercased() == $0
    }
    let document: MarkupDocument
    do throws(MarkupDocument.Fault) {
      // libxml2 puts what follows the first element of a fragment inside it; not so in a wrapper.
      document = try MarkupDocument(
        parsing: isDocument ? text : "<div>\(text)</div>", as: .html)
    } catch {
      if error.isRefusal { throw error }
      return "\(error)"
    }
    if let first = document.complaints.first { return "\(first)" }
    let root = xmlDocGetRootElement(document.document)
    return problem(isDocument ? document.document.pointee.children : root?.pointee.children)
  }

  /// What is wrong with the nodes at the top.
  private static func problem(_ first: xmlNodePtr?) -> String? {
    var hasElement = false
    var node = first
    while let current = node {
      node = current.pointee.next
      switch current.pointee.type {
      case XML_ELEMENT_NODE:
        let name = current.pointee.name.map { String(cString: $0) } ?? ""
        guard elements.contains(name.lowercased()) || name.contains("-") else {
          return "<\(name)> is no element of HTML"
        }
        hasElement = true
      case XML_TEXT_NODE:
        if xmlIsBlankNode(current) == 0 { return "there is text outside of its elements" }
      default: break
      }
    }
    return hasElement ? nil : "it has no element"
  }

  /// The elements of the HTML standard, and some older ones that browsers know.
  private static let elements: Set<String> = [
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo",
    "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt",
    "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input",
    "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "math", "menu", "meta",
    "meter", "nav", "noscript", "object", "ol", "optgroup", "option", "output", "p", "picture",
    "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section",
    "select", "slot", "small", "source", "span", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "track", "u", "ul", "var", "video", "wbr",
  ]
}

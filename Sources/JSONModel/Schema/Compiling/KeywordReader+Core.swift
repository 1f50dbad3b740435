extension KeywordReader {
  mutating func readCore(_ name: String, _ value: JSONValue) {
    switch name {
    case "$ref", "$dynamicRef", "$recursiveRef": readReference(name, value)
    // Nothing applies these by themselves, but what is wrong in them should show now.
    case "$defs", "definitions": _ = childMap(name, value)
    default: break
    }
  }

  mutating func readReference(_ name: String, _ value: JSONValue) {
    guard let reference = value.stringValue else {
      malformed(name, "a URI reference", value)
      return
    }
    if name == "$recursiveRef" {
      guard reference == "#" else {
        malformed(name, "\"#\"", value)
        return
      }
      if let rule = compiler.recursiveRule(from: target) {
        rules.inPlace.append(NamedRule(name, rule))
      }
      return
    }
    do throws(SchemaCompiler.Unresolved) {
      let resolution = try compiler.resolve(reference, from: target)
      let node = compiler.node(for: resolution.target)
      if name == "$dynamicRef", let anchor = resolution.dynamicAnchor {
        let number = compiler.dynamicAnchor(anchor)
        rules.inPlace.append(
          NamedRule(name, .dynamicReference(anchor: number, fallback: node)))
      } else {
        rules.inPlace.append(NamedRule(name, .reference(node)))
      }
    } catch {
      compiler.report(.unresolvedReference, at: place, [name], error.message)
    }
  }
}

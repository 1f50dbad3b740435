import AssayInput
import Foundation
import JSONModel
import TestSupport

@testable import AssaySuites

/// A suite with files beside it, in a folder of its own.
struct SuiteFolder {
  let folder: TemporaryFolder

  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    for (path, text) in files { try folder.write(text, to: path) }
  }

  func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: folder.url.appending(path: path))
  }

  /// A valid suite with members of its own, which take the place of those that are there.
  static func suite(_ members: JSONObject) -> JSONObject {
    let base: JSONObject = [
      "version": 1, "name": "tiny", "models": ["m"], "prompts": ["p": "Say {{word}}"],
      "cases": [
        ["id": "a", "vars": ["word": "hi"], "assert": [["type": "contains", "value": "x"]]]
      ],
    ]
    return base.merging(members)
  }

  /// Loads a suite of these members.
  func load(
    _ members: JSONObject, endpoints: [String: Endpoint] = [:]
  ) throws -> SuiteLoader.Loaded {
    let file = try folder.write(
      JSONValue.object(Self.suite(members)).text(.pretty), to: "suite.json")
    return try SuiteLoader(endpoints: endpoints).load([file])
  }

  func suite(_ members: JSONObject) throws -> Suite {
    let loaded = try load(members)
    return loaded.suites[0]
  }

  /// What is wrong with a suite of these members, errors and warnings, without the folder.
  func problems(_ members: JSONObject) throws -> [String] {
    let diagnostics: [Diagnostic]
    do {
      diagnostics = try load(members).warnings
    } catch let error as InvalidInput {
      diagnostics = error.diagnostics
    }
    return diagnostics.map {
      $0.description.replacing(folder.url.path + "/", with: "")
    }
  }
}

extension Suite {
  /// The texts that one case sends with one prompt.
  func texts(_ caseID: String, prompt: String? = nil) throws -> [String] {
    let request = try plannedRequests().first {
      $0.caseID == caseID && (prompt == nil || $0.promptID == prompt)
    }
    return (request?.turns ?? []).flatMap(\.self).map {
      switch $0 {
      case .sent(let message): "\(message.role): \(message.text)"
      case .later(let role, let text): "\(role)? \(text)"
      }
    }
  }
}

/// The files that `assay init` writes.
enum StarterProject {
  struct File {
    var path: String
    var bytes: [UInt8]
  }

  static func files(model: String) -> [File] {
    [
      File(path: "suites/example.json", bytes: Array(suite(model: model).utf8)),
      File(path: "suites/data/people.csv", bytes: Array(data.utf8)),
      File(path: "assay.json", bytes: Array(configuration.utf8)),
      File(path: "schemas/suite.schema.json", bytes: PackageResources.suite_schema_json),
      File(path: "schemas/config.schema.json", bytes: PackageResources.config_schema_json),
    ]
  }

  private static func suite(model: String) -> String {
    """
    {
      "$schema": "../schemas/suite.schema.json",
      "version": 1,
      "name": "example",
      "description": "Greets people and reads their data from a text.",
      "models": [\(quoted(model))],
      "parameters": { "temperature": 0, "max_tokens": 200 },
      "shapes": {
        "Person": { "name": "string", "age": "integer", "email": "string?" }
      },
      "prompts": {
        "greet": "Say hello to {{name}} in one short sentence.",
        "extract": {
          "messages": [
            { "role": "system", "content": "You answer with JSON only." },
            { "role": "user", "content": "Extract the person: {{text}}" }
          ],
          "response": { "shape": "Person" }
        }
      },
      "cases": [
        {
          "id": "hello",
          "prompts": "greet",
          "vars": { "name": "Ada" },
          "assert": [
            { "type": "contains", "value": "Ada" },
            { "type": "latency", "max": 20 }
          ]
        },
        { "from": "data/people.csv", "prompts": "extract" }
      ]
    }

    """
  }

  private static let data = """
    id,text
    sarah,"Sarah Johnson, 28, sarah@example.com"
    amir,"Amir Haddad is 41 and has no address."

    """

  private static let configuration = """
    {
      "$schema": "schemas/config.schema.json",
      "version": 1,
      "suites": ["suites"],
      "fixtures": "fixtures",
      "concurrency": 8
    }

    """

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// What to do next.
  static func nextSteps(folder: String) -> String {
    (folder == "." ? "\nNext:\n" : "\nNext, in \(folder):\n") + """
        assay validate --print-prompts    check the suite and see what it sends
        assay simulate > .env &           run a gateway that costs nothing, and say who to ask;
                                          or put SAAS_LITELLM_API_URL, SAAS_LITELLM_TEAM_ID and
                                          SAAS_LITELLM_VIRTUAL_KEY of a real one into .env
        assay run --mode record           ask it, and record the replies
        assay run                         replay them: no network, no key

      Commit suites/, schemas/, fixtures/ and assay.json.

      """
  }
}

/// Text that looks like what a gateway answers: the same in every run.
enum Sample {
  /// A small reply with a typed content, as a structured answer has it.
  static let reply = Array(
    #"""
    {"job_id":"0b6e2f9c-6a2e-4e43-9d0f-1c3a5b7d9e11","call_id":"c_8842","model":"gpt-4o-mini","response":{"content":"Sarah Johnson is 28.","finish_reason":"stop"},"usage":{"prompt_tokens":112,"completion_tokens":18,"total_tokens":130},"metadata":{"latency_ms":412.5,"cached":false,"tags":["a","b"]}}
    """#.utf8)

  /// One record of the long text.
  static func record(_ number: Int) -> String {
    let words = [
      "quick", "über", "東京", "line\\nbreak", "\\\"quoted\\\"", "plain text that goes on",
    ]
    let word = words[number % words.count]
    return #"""
      {"id":"rec-\#(number)","index":\#(number),"score":\#(Double(number % 1000) / 8),"active":\#(number % 3 == 0),"parent":null,"name":"Person \#(number % 97)","text":"A reply of the \#(word) kind, with some sentences in it. It is what models write: mostly letters, sometimes a number like 42.","tags":["alpha","beta","\#(word)"],"usage":{"prompt_tokens":\#(number % 4000),"completion_tokens":\#(number % 700),"cost":\#(Double(number % 77) / 10000)},"location":[\#(Double(number % 180) - 90.125),\#(Double(number % 360) - 180.0625)]}
      """#
  }

  static func array(megabytes: Int) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    bytes.reserveCapacity(megabytes << 20)
    var number = 0
    while bytes.count < megabytes << 20 {
      if number > 0 { bytes += ",\n".utf8 }
      bytes += record(number).utf8
      number += 1
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }
}

struct Record: Decodable {
  struct Usage: Decodable {
    var promptTokens: Int
    var completionTokens: Int
    var cost: Double

    enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
      case cost
    }
  }
  var id: String
  var index: Int
  var score: Double
  var active: Bool
  var parent: String?
  var name: String
  var text: String
  var tags: [String]
  var usage: Usage
  var location: [Double]
}

struct Reply: Decodable {
  struct Response: Decodable {
    var content: String
    var finishReason: String

    enum CodingKeys: String, CodingKey {
      case content
      case finishReason = "finish_reason"
    }
  }
  struct Usage: Decodable {
    var promptTokens: Int
    var completionTokens: Int
    var totalTokens: Int

    enum CodingKeys: String, CodingKey {
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
      case totalTokens = "total_tokens"
    }
  }
  var jobID: String
  var model: String
  var response: Response
  var usage: Usage

  enum CodingKeys: String, CodingKey {
    case jobID = "job_id"
    case model, response, usage
  }
}

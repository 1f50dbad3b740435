import HTTPTransport
import HTTPTypes
import Testing

@Suite struct RequestDescriptionTests {
  @Test(arguments: [
    ("https://me:opensesame@h.example:8443/a/b?key=opensesame", "https://h.example:8443/a/b"),
    ("https://opensesame@h/a@b", "https://h/a@b"), ("http://h#opensesame", "http://h"),
    ("http://h/a", "http://h/a"), ("opensesame@h", "opensesame@h"), ("", ""),
  ])
  func secretsOfURLsAreNotShown(url: String, shown: String) {
    let request = TransportRequest(method: .get, url: url, body: Array("opensesame".utf8))
    #expect("\(request)" == "GET \(shown)")
    var dumped = ""
    dump(request, to: &dumped)
    if !shown.contains("opensesame") { #expect(!dumped.contains("opensesame"), "\(dumped)") }
  }
}

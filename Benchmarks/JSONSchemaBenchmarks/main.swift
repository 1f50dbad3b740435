import JSONModel

if CommandLine.arguments.dropFirst().first == "check" {
  CheckMode.run()
} else {
  try SchemaBenchmarks.run()
}

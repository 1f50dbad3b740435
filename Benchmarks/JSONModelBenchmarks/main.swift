import Foundation
import JSONModel

// Figures of JSONModel against Foundation and, for scale, Python packages; see ../README.md.

switch Array(CommandLine.arguments.dropFirst()) {
case []:
  try ReadingBenchmarks.run()
  try SmallBenchmarks.run()
case ["large-file"]:
  try LargeFile.run(megabytes: 1024)
case let arguments where arguments.count == 2 && arguments[0] == "write-sample":
  // What the Python peers read.
  try Data(Sample.array(megabytes: 8)).write(to: URL(fileURLWithPath: arguments[1]))
case let arguments where arguments.count == 2 && arguments[0] == "profile":
  try Profile.run(arguments[1])
default:
  print(
    "usage: JSONModelBenchmarks [large-file | write-sample FILE | profile scan|value|decode|path|schema]"
  )
  exit(64)
}

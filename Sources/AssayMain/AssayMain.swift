import AssayCommands

@main
enum AssayMain {
  static func main() async {
    await EntryPoint.main()
  }
}

// swift-tools-version: 6.2
import PackageDescription

// Arrows point down only: see docs/architecture.md before adding one.
let package = Package(
  name: "assay",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "assay", targets: ["AssayMain"]),
    .library(name: "SaaSLiteLLM", targets: ["SaaSLiteLLM"]),
    .library(name: "HTTPFixtures", targets: ["HTTPFixtures", "HTTPTransport"]),
    .library(name: "JSONModel", targets: ["JSONModel"]),
    .library(name: "JUnitXML", targets: ["JUnitXML"]),
    .library(
      name: "AssayCore", targets: ["AssayCore", "AssaySuites", "AssayAssertions", "AssayInput"]),
    .library(name: "AssayTesting", targets: ["AssayTesting"]),
    .library(name: "GatewaySimulator", targets: ["GatewaySimulator"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: Leaves
    .systemLibrary(
      name: "CLibXML2",
      pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
    ),
    .target(name: "JSONModel"),
    .target(
      name: "HTTPTransport",
      dependencies: [
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .target(name: "JUnitXML", dependencies: ["CLibXML2"]),
    .target(name: "XMLInspection", dependencies: ["CLibXML2"]),

    // MARK: Libraries
    .target(
      name: "HTTPFixtures",
      dependencies: [
        "HTTPTransport", "JSONModel",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .target(
      name: "SaaSLiteLLM",
      dependencies: [
        "HTTPTransport", "JSONModel",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .target(
      name: "GatewaySimulator",
      dependencies: [
        "JSONModel",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]
    ),
    .target(
      name: "AssayInput",
      dependencies: ["JSONModel", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "AssayAssertions",
      dependencies: [
        "AssayInput", "JSONModel", "XMLInspection",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(
      name: "AssaySuites",
      dependencies: [
        "AssayAssertions", "AssayInput", "JSONModel",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "AssayCore",
      dependencies: [
        "AssaySuites", "AssayAssertions", "AssayInput", "SaaSLiteLLM", "HTTPFixtures",
        "HTTPTransport", "JSONModel",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .target(
      name: "AssayReports",
      dependencies: [
        "AssayCore", "AssaySuites", "AssayAssertions", "AssayInput", "JUnitXML", "JSONModel",
      ]),
    .target(
      name: "AssayTesting",
      dependencies: ["AssayCore", "AssaySuites", "AssayAssertions", "JSONModel"]),

    // MARK: The command
    .target(
      name: "AssayCommands",
      dependencies: [
        "AssayReports", "AssayCore", "AssaySuites", "AssayAssertions", "AssayInput",
        "GatewaySimulator", "HTTPFixtures", "HTTPTransport", "JSONModel", "SaaSLiteLLM",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // Links to docs/schemas: `assay init` writes them.
      resources: [
        .embedInCode("Schemas/suite.schema.json"), .embedInCode("Schemas/config.schema.json"),
      ]
    ),
    .executableTarget(name: "AssayMain", dependencies: ["AssayCommands"]),

    // MARK: Tests
    .target(
      name: "TestSupport",
      dependencies: [
        "HTTPTransport", "JSONModel",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "JSONModelTests", dependencies: ["JSONModel", "TestSupport"]),
    .testTarget(
      name: "HTTPTransportTests",
      dependencies: [
        "HTTPTransport", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]
    ),
    .testTarget(
      name: "HTTPFixturesTests",
      dependencies: [
        "HTTPFixtures", "HTTPTransport", "JSONModel", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .testTarget(
      name: "SaaSLiteLLMTests",
      dependencies: [
        "SaaSLiteLLM", "GatewaySimulator", "HTTPTransport", "JSONModel", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ]
    ),
    .testTarget(
      name: "GatewaySimulatorTests",
      dependencies: [
        "GatewaySimulator", "HTTPTransport", "JSONModel", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .testTarget(name: "JUnitXMLTests", dependencies: ["JUnitXML", "CLibXML2", "TestSupport"]),
    .testTarget(name: "XMLInspectionTests", dependencies: ["XMLInspection"]),
    .testTarget(name: "AssayInputTests", dependencies: ["AssayInput", "JSONModel", "TestSupport"]),
    .testTarget(
      name: "AssayAssertionsTests",
      dependencies: ["AssayAssertions", "AssayInput", "JSONModel", "TestSupport"],
      exclude: ["References"]),
    .testTarget(
      name: "AssaySuitesTests",
      dependencies: ["AssaySuites", "AssayAssertions", "AssayInput", "JSONModel", "TestSupport"]),
    .testTarget(
      name: "AssayCoreTests",
      dependencies: [
        "AssayCore", "AssaySuites", "AssayAssertions", "AssayInput", "GatewaySimulator",
        "HTTPFixtures", "HTTPTransport", "JSONModel", "SaaSLiteLLM", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ]
    ),
    .testTarget(
      name: "AssayReportsTests",
      dependencies: [
        "AssayReports", "AssayCore", "AssaySuites", "AssayAssertions", "AssayInput", "JSONModel",
        "JUnitXML", "TestSupport",
      ]
    ),
    .testTarget(name: "AssayTestingTests", dependencies: ["AssayTesting", "TestSupport"]),
    .testTarget(
      name: "AssayCommandsTests",
      dependencies: [
        "AssayCommands", "AssayMain", "CLibXML2", "GatewaySimulator", "HTTPFixtures", "JSONModel",
        "TestSupport",
      ]
    ),
  ]
)

// MARK: Benchmarks, only where asked for: nobody who depends on the package should build them.
if Context.environment["ASSAY_BENCHMARKS"] != nil {
  package.targets += [
    .executableTarget(
      name: "JSONSchemaBenchmarks", dependencies: ["JSONModel"],
      path: "Benchmarks/JSONSchemaBenchmarks",
      exclude: ["peer.py", "person.json", "person.schema.json"]),
    .executableTarget(
      name: "SimulatorBenchmarks",
      dependencies: [
        "GatewaySimulator",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      path: "Benchmarks/SimulatorBenchmarks",
      exclude: ["call.lua", "script.json"]),
    .executableTarget(
      name: "ClientBenchmarks",
      dependencies: [
        "SaaSLiteLLM", "HTTPTransport",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Benchmarks/ClientBenchmarks", exclude: ["nginx.conf", "run.sh"]),
    .executableTarget(
      name: "AssertionBenchmarks", dependencies: ["AssayAssertions", "AssayInput", "JSONModel"],
      path: "Benchmarks/AssertionBenchmarks"),
    .executableTarget(
      name: "JSONConformance", dependencies: ["JSONModel"],
      path: "Tests/Conformance/JSONConformance"),
    .executableTarget(
      name: "JSONModelBenchmarks", dependencies: ["JSONModel"],
      path: "Benchmarks/JSONModelBenchmarks", exclude: ["peers.py"]),
    .executableTarget(
      name: "FixtureBenchmarks",
      dependencies: [
        "GatewaySimulator", "HTTPFixtures", "HTTPTransport", "JSONModel",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      path: "Benchmarks/FixtureBenchmarks", exclude: ["peers.py"]),
    .executableTarget(
      name: "RunnerBenchmarks",
      dependencies: [
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Benchmarks/RunnerBenchmarks",
      exclude: ["counts", "nginx.conf", "peers", "peers.sh", "run.sh"]),
    .executableTarget(
      name: "SuiteBenchmarks", dependencies: ["AssaySuites", "AssayInput", "JSONModel"],
      path: "Benchmarks/SuiteBenchmarks", exclude: ["peers.py"]),
  ]
}

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
for target in package.targets where target.type != .system {
  target.swiftSettings = settings
}

// swift-tools-version: 6.1
import PackageDescription

// Without the benchmark library's interposers of malloc and of reference counting, which would be measured too.
let package = Package(
    name: "Benchmarks",
    dependencies: [
        .package(name: "Apus", path: ".."),
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Rows",
            dependencies: [
                .product(name: "Apus", package: "Apus"), .product(name: "ApusVision", package: "Apus"),
                .product(name: "Benchmark", package: "benchmark"), "CLimits",
            ],
            path: "Benchmarks/Rows", plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .target(name: "CLimits"),
        .executableTarget(name: "Job", dependencies: [.product(name: "Apus", package: "Apus")]),
    ],
    swiftLanguageModes: [.v6]
)

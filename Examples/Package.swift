// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Examples",
    dependencies: [.package(name: "apus", path: "..")],
    targets: [.executableTarget(name: "taste", dependencies: [.product(name: "Apus", package: "apus")])],
    swiftLanguageModes: [.v6]
)

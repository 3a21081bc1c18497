// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "OracleRunner",
    dependencies: [.package(name: "Apus", path: "../../..")],
    targets: [.executableTarget(name: "OracleRunner", dependencies: [.product(name: "Apus", package: "Apus")])],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Apus",
    products: [
        .library(name: "Apus", targets: ["Apus"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-numerics.git", from: "1.1.0"),
    ],
    targets: [
        .target(name: "CApusKernels"),
        .target(
            name: "ApusCore",
            dependencies: ["CApusKernels", .product(name: "ComplexModule", package: "swift-numerics"), .product(name: "RealModule", package: "swift-numerics")]),
        .target(name: "Apus", dependencies: ["ApusCore", "CApusKernels", .product(name: "ComplexModule", package: "swift-numerics"), .product(name: "RealModule", package: "swift-numerics")]),
        .testTarget(name: "ApusCoreTests", dependencies: ["ApusCore"]),
        .testTarget(name: "ApusTests", dependencies: ["Apus"]),
    ],
    swiftLanguageModes: [.v6]
)

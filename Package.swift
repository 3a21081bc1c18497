// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Apus",
    products: [
        .library(name: "Apus", targets: ["Apus"]),
        .library(name: "ApusVision", targets: ["ApusVision"]),
        .library(name: "ApusFrame", targets: ["ApusFrame"]),
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
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
        .target(name: "CApusCodecs", dependencies: ["CPNG", "CJPEG"]),
        .target(name: "ApusVision", dependencies: ["Apus", "CApusCodecs"]),
        .target(name: "ApusFrame", dependencies: ["Apus"]),
        .testTarget(name: "ApusCoreTests", dependencies: ["ApusCore"]),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .testTarget(name: "ApusTests", dependencies: ["Apus", "CAllocationCounter"], exclude: ["Goldens"]),
        .testTarget(name: "ApusVisionTests", dependencies: ["ApusVision"], exclude: ["Goldens"]),
        .testTarget(name: "ApusFrameTests", dependencies: ["ApusFrame"]),
    ],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.1
import PackageDescription

/// `APUS_BORDER=0` leaves out what needs libraries of the system: images, and with them PNG and JPEG files in `apus`.
let hasBorder = Context.environment["APUS_BORDER"] != "0"

/// The command has another name without images, so that one build folder can hold it both with and without.
let command = hasBorder ? "ApusCommand" : "ApusBareCommand"

let numerics: [Target.Dependency] = [
    .product(name: "ComplexModule", package: "swift-numerics"), .product(name: "RealModule", package: "swift-numerics"),
]

/// The kernels' code. What is linked names it, and nothing else: Swift needs their header alone and compiles meanwhile. Of
/// what could be compiled next the build system takes the last name first, so that this target's sorts before `ApusCore`'s.
let code: Target.Dependency = "APUSKernels"

var products: [Product] = [
    .library(name: "Apus", targets: ["Apus", "APUSKernels"]),
    .library(name: "ApusFrame", targets: ["ApusFrame", "APUSKernels"]),
    .library(name: "ApusPython", targets: ["ApusPython", "APUSKernels"]),
    .library(name: "_apus", type: .dynamic, targets: ["ApusPython", "APUSKernels"]),
    .executable(name: "apus", targets: [command]),
]

var targets: [Target] = [
    .target(name: "CApusKernels"),
    .target(name: "APUSKernels", dependencies: ["CApusKernels"]),
    .target(name: "ApusCore", dependencies: ["CApusKernels"] + numerics),
    .target(name: "Apus", dependencies: ["ApusCore", "CApusKernels"] + numerics),
    .target(name: "ApusFrame", dependencies: ["Apus"]),
    .target(name: "CPython"),
    .target(name: "ApusPython", dependencies: ["Apus", "ApusCore", "CApusKernels", "CPython"], exclude: ["Python"]),
    .executableTarget(
        name: command,
        dependencies: ["Apus", "ApusFrame", code, .product(name: "ArgumentParser", package: "swift-argument-parser")]
            + (hasBorder ? ["ApusVision"] : []),
        path: "Sources/ApusCommand",
        swiftSettings: hasBorder ? [.define("APUS_BORDER")] : []),
    .testTarget(name: "ApusCoreTests", dependencies: ["ApusCore", code]),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(name: "ApusTests", dependencies: ["Apus", "CAllocationCounter", code], exclude: ["Goldens"]),
    .testTarget(name: "ApusFrameTests", dependencies: ["ApusFrame", code]),
    .testTarget(name: "ApusPythonTests", dependencies: ["ApusPython", code]),
]

if hasBorder {
    products += [.library(name: "ApusVision", targets: ["ApusVision", "APUSKernels"])]
    targets += [
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
        .target(name: "CApusCodecs", dependencies: ["CPNG", "CJPEG"]),
        .target(name: "ApusVision", dependencies: ["Apus", "CApusCodecs"]),
        .testTarget(name: "DocumentationTests", dependencies: ["Apus", "ApusVision", "ApusFrame", "ApusPython", code]),
        .testTarget(name: "ApusVisionTests", dependencies: ["ApusVision", code], exclude: ["Goldens"]),
        .testTarget(name: "ApusCommandTests", dependencies: ["ApusCommand", "ApusVision", code]),
    ]
} else {
    products += [.executable(name: "apus-bare", targets: [command])]
}

let package = Package(
    name: "Apus",
    products: products,
    dependencies: [
        .package(url: "https://github.com/apple/swift-numerics.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)

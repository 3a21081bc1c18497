// The command line `apus`.

import ArgumentParser

@main
struct ApusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "Arrays, tensors and networks from the command line.",
        version: "0.1.0",
        subcommands: [DemoCommand.self, TrainCommand.self, ClassifyCommand.self, InspectCommand.self])

    static func main() {
        Clock.start()
        main(nil)
    }
}

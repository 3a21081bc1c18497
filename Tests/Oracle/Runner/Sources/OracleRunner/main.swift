import Apus
import Foundation

// Runs operations by name on arrays from a file and writes what they give.
//
//     OracleRunner list                                       the operation table, one operation a line
//     OracleRunner run REQUESTS DATA RESULTS RESULTDATA       the cases of a request file, in order
//
// The two formats are described in Requests.swift and Results.swift.

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(2)
}

func listOperations() {
    for operation in OperationTable.all {
        let differentiable = (operation as? any Apus.Operation.Type)?.isDifferentiable ?? true
        let parameters = operation.parameters.map { "\($0.name):\($0.kind):\($0.isOptional ? "optional" : "required")" }
        print(([operation.name, differentiable ? "differentiable" : "constant"] + parameters).joined(separator: " "))
    }
}

func run(_ paths: [String]) throws {
    let requests = try RequestReader(text: paths[0], data: paths[1])
    let results = try ResultWriter(text: paths[2], data: paths[3])
    for request in requests.cases {
        results.begin(request.identifier)
        switch request.world {
        case .numpy: results.write(outcome(of: request, NDArray.self))
        case .torch: results.write(request.wantsGradients ? gradients(of: request) : outcome(of: request, Tensor.self))
        }
    }
}

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "list": listOperations()
case "run" where arguments.count == 5: try run(Array(arguments.dropFirst()))
default: fail("usage: OracleRunner list | OracleRunner run REQUESTS DATA RESULTS RESULTDATA")
}

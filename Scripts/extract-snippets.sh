#!/bin/sh
# Makes Swift functions of the ```swift blocks in the documents, so that the compiler and the tests check them.
#
#     Scripts/extract-snippets.sh                 writes Tests/DocumentationTests/Snippets/ anew
#     Scripts/extract-snippets.sh README.md       prints what belongs there for one document
#
# What may follow ```swift in a document:
#     (nothing)      the block is compiled as a function's body and run
#     continued      it goes on where the block before it ended
#     no-run         it is compiled and not run
#     declaration    it is compiled at file scope
#
# A comment "// prints TEXT" says what the snippet prints; further lines of the output follow as comments of their own,
# in the column of TEXT.
set -eu
cd "$(dirname "$0")/.."

extract() {
    awk -v document="$1" '
    function finish_function() { if (in_function) { body = body "}\n\n"; in_function = 0 } }

    function start_function(line, runs) {
        finish_function()
        name = "snippet" line
        list = list "        Snippet(\"" document "\", line: " line ", runs: " runs ", prints: prints" line ", body: " name "),\n"
        body = body "private func " name "() async throws {\n"
        current = line
        lines[++functions] = line
        in_function = 1
    }

    # Collects the expected output of the current function.
    function expect(text) { expected[current] = expected[current] "    ##\"" text "\"##,\n" }

    function scan(line,    at, rest) {
        if (match(line, /\/\/ prints /)) {
            column = RSTART + 10
            expect(substr(line, column))
        } else if (column && match(line, /^ *\/\//)) {
            rest = substr(line, 1, column - 1)
            sub(/^ *\/\/ */, "", rest)
            expect(rest substr(line, column))
        } else {
            column = 0
        }
    }

    !in_block && /^```swift/ {
        mode = $2
        in_block = 1
        column = 0
        if (mode == "declaration") finish_function()
        else if (mode != "continued" || !in_function) start_function(NR, mode == "no-run" ? "false" : "true")
        body = body "#sourceLocation(file: \"" document "\", line: " NR + 1 ")\n"
        next
    }
    in_block && /^```/ {
        in_block = 0
        body = body "#sourceLocation()\n"
        if (mode == "declaration") body = body "\n"
        next
    }
    in_block && /^import Apus(Vision|Frame|Python)?$/ { body = body "\n"; next }
    in_block {
        body = body $0 "\n"
        if (mode != "declaration") scan($0)
    }
    END {
        finish_function()
        base = document
        sub(/.*\//, "", base)
        sub(/\.md$/, "", base)
        printf "// Made by Scripts/extract-snippets.sh from %s.\n\nimport Apus\nimport ApusFrame\nimport ApusPython\nimport ApusVision\n\n", document
        printf "extension Snippet {\n    static let of%s: [Snippet] = [\n%s    ]\n}\n\n", base, list
        for (i = 1; i <= functions; i++) {
            if (lines[i] in expected) printf "private let prints%d = [\n%s]\n", lines[i], expected[lines[i]]
            else printf "private let prints%d: [String] = []\n", lines[i]
        }
        printf "\n%s", body
    }
    ' "$1"
}

if [ $# -gt 0 ]; then
    extract "$1"
else
    for document in README.md Documentation/*.md; do
        extract "$document" > "Tests/DocumentationTests/Snippets/Snippets+$(basename "$document" .md).swift"
    done
fi

// Made by Scripts/extract-snippets.sh from Documentation/Testing.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofTesting: [Snippet] = [
    ]
}



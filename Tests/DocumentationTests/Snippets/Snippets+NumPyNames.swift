// Made by Scripts/extract-snippets.sh from Documentation/NumPyNames.md.

import Apus
import ApusFrame
import ApusPython
import ApusVision

extension Snippet {
    static let ofNumPyNames: [Snippet] = [
    ]
}



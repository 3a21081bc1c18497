import ApusCore
import Testing

@Suite struct LayoutTests {
    @Test func contiguousStrides() {
        #expect(Layout(contiguous: [2, 3, 4]).strides == [12, 4, 1])
    }
}

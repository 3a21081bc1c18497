import Apus
import ApusVision
import Benchmark

/// The functions of networks, without gradients.
func networkRows() {
    forward("softmax[256x1000]") {
        let x = Tensor(normals(256, 1000))
        return { blackHole(x.softmax()) }
    }
    forward("layernorm[512x768]") {
        let x = Tensor(normals(512, 768)), norm = LayerNorm([768])
        return { blackHole(norm(x)) }
    }
    convolution("conv3x3s1[8x64x56->64]", 8, 64, 56, to: 64, kernel: 3)
    convolution("conv3x3s1[8x128x28->128]", 8, 128, 28, to: 128, kernel: 3)
    convolution("conv3x3s1[8x256x14->256]", 8, 256, 14, to: 256, kernel: 3)
    convolution("conv7x7s2[8x3x224->64]", 8, 3, 224, to: 64, kernel: 7, stride: 2)
    convolution("conv1x1s1[8x256x56->64]", 8, 256, 56, to: 64, kernel: 1)
    forward("maxpool3s2[8x64x112]") {
        let x = Tensor(normals(8, 64, 112, 112))
        return { blackHole(x.maxPool2d(kernelSize: 3, stride: 2, padding: 1)) }
    }
    forward("batchnorm eval[8x64x112]") {
        let x = Tensor(normals(8, 64, 112, 112)), norm = BatchNorm2d(64)
        norm.eval()
        return { blackHole(norm(x)) }
    }
    forward("lstm[32x64x128->256]") {
        let x = Tensor(normals(32, 64, 128)), lstm = LSTM(128, 256, batchFirst: true)
        return { blackHole(lstm(x)) }
    }
    forward("sdpa[4x8x256x64]") {
        let q = Tensor(normals(4, 8, 256, 64)), k = Tensor(normals(4, 8, 256, 64, seed: 2)), v = Tensor(normals(4, 8, 256, 64, seed: 3))
        return { blackHole(q.scaledDotProductAttention(key: k, value: v)) }
    }
    for batch in [1, 8] {
        forward("resnet18 infer b\(batch) 224") {
            let x = Tensor(normals(batch, 3, 224, 224)), network = ResNet.resnet18().eval()
            return { blackHole(network(x)) }
        }
    }
}

private func forward(_ name: String, _ make: @escaping @Sendable () -> () -> Void) {
    row(name) {
        let work = make()
        return { noGrad { work() } }
    }
}

private func convolution(
    _ name: String, _ batch: Int, _ channels: Int, _ size: Int, to outputs: Int, kernel: Int, stride: Int = 1
) {
    forward(name) {
        let x = Tensor(normals(batch, channels, size, size)), weight = Tensor(normals(outputs, channels, kernel, kernel, seed: 2))
        return { blackHole(x.conv2d(weight: weight, stride: Pair(stride), padding: .both(Pair(kernel / 2)))) }
    }
}

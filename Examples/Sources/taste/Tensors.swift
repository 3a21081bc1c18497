// A taste of PyTorch's world.

import Apus

func tasteOfTensors() {
    let x = Tensor(2.0).requiringGrad()
    let y = x * x
    y.backward()
    print(x.grad!)

    Tensor.manualSeed(0)
    let model = Sequential(Linear(2, 16), Tanh(), Linear(16, 1))
    let optimizer = Adam(model.parameters(), learningRate: 0.05)
    let points = Tensor.rand([64, 2])
    let sums = points.sum(1, keepDims: true)
    for _ in 0..<100 {
        let loss = model(points).mseLoss(sums)
        optimizer.zeroGrad()
        loss.backward()
        optimizer.step()
    }
    print(noGrad { model(Tensor([[0.25, 0.5]])) })
}

"""Initial values, clipped gradients and schedules of learning rates are PyTorch's."""

import unittest

import _apus
import apus
from apus import nn, optim

try:
    import torch
except ImportError:
    torch = None


class Training(unittest.TestCase):
    def test_training(self):
        model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
        optimizer = optim.Adam(model.parameters(), lr=0.05)
        schedule = optim.CosineAnnealingLR(optimizer, 200)
        x = apus.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
        y = apus.tensor([[0.0], [1], [1], [0]])
        loss_function = nn.MSELoss()
        for _ in range(200):
            optimizer.zero_grad()
            loss = loss_function(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 10)
            optimizer.step()
            schedule.step()
        self.assertLess(loss.item(), 0.05)

    def test_wrong_requests(self):
        weight = nn.Parameter(apus.tensor([[1.0, 2.0]]))
        optimizer = optim.SGD([weight], lr=0.1)
        for wrong in (lambda: nn.init.kaiming_uniform_(apus.tensor([1.0])), lambda: nn.init.calculate_gain("sine"),
                      lambda: nn.init.kaiming_normal_(weight, mode="fan"), lambda: optim.StepLR(optimizer, 0),
                      lambda: optim.OneCycleLR(optimizer, 1.0, 1), lambda: optim.CosineAnnealingLR(optimizer, 0)):
            with self.assertRaises(ValueError):
                wrong()


@unittest.skipUnless(torch, "PyTorch is not installed")
class LikeTorch(unittest.TestCase):
    def test_initial_values(self):
        for name in ("kaiming_uniform_", "kaiming_normal_", "xavier_uniform_", "xavier_normal_", "normal_", "uniform_"):
            _apus.manual_seed(5)
            torch.manual_seed(5)
            ours, theirs = apus.tensor([[0.0] * 8] * 8), torch.zeros(8, 8)
            getattr(nn.init, name)(ours)
            getattr(torch.nn.init, name)(theirs)
            torch.testing.assert_close(torch.from_dlpack(ours), theirs, rtol=1e-6, atol=1e-7)

    def test_schedules(self):
        parameter, other = nn.Parameter([1.0]), torch.nn.Parameter(torch.ones(1))
        for ours, theirs in (
            (lambda o: optim.StepLR(o, 3, 0.5), lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.5)),
            (lambda o: optim.CosineAnnealingLR(o, 10, 0.1), lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.1)),
            (lambda o: optim.LambdaLR(o, lambda n: 0.9**n), lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda n: 0.9**n)),
            (lambda o: optim.OneCycleLR(o, 2.0, 10),
             lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 2.0, 10, cycle_momentum=False)),
        ):
            mine, their = optim.SGD([parameter], lr=1.0), torch.optim.SGD([other], lr=1.0)
            first, second = ours(mine), theirs(their)
            for _ in range(9):
                self.assertAlmostEqual(mine.lr, their.param_groups[0]["lr"], places=12)
                their.step()
                first.step()
                second.step()

    def test_clipped_gradients(self):
        for kind in (1, 2, float("inf")):
            ours, theirs = nn.Parameter(apus.tensor([3.0, -4.0])), torch.nn.Parameter(torch.tensor([3.0, -4.0]))
            (ours * ours).sum().backward()
            (theirs * theirs).sum().backward()
            norm = nn.utils.clip_grad_norm_([ours], 2.0, kind)
            expected = torch.nn.utils.clip_grad_norm_([theirs], 2.0, kind)
            self.assertAlmostEqual(norm.item(), expected.item(), places=6)
            torch.testing.assert_close(torch.from_dlpack(ours.grad), theirs.grad)
            nn.utils.clip_grad_value_([ours], 0.5)
            torch.nn.utils.clip_grad_value_([theirs], 0.5)
            torch.testing.assert_close(torch.from_dlpack(ours.grad), theirs.grad)


if __name__ == "__main__":
    unittest.main()

// Random inputs and plain references of every kernel: they also serve 'cryoengine info --self-test'.
global using Engine.Kernels.SelfTests;

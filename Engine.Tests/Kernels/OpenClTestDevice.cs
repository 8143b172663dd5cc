using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The device that OpenCL tests run on: the first that can be used, PoCL included. Tests are skipped where there is none.</summary>
internal static class OpenClTestDevice
{
    /// <summary>Description of the device.</summary>
    public static OpenClDeviceInfo Info
    {
        get
        {
            OpenClDeviceInfo? device = OpenClDevices.List().FirstOrDefault(d => d.IsUsable);
            if (device == null)
                Assert.Ignore("no OpenCL device: install pocl-opencl-icd to run the OpenCL tests; " + string.Join("; ", OpenClDevices.Notes));
            return device!;
        }
    }

    /// <summary>An accelerator of the caller's own.</summary>
    public static OpenClAccelerator Open() => OpenClDevices.Open(Info);
}

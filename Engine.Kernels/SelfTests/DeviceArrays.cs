namespace Engine.Kernels.SelfTests;

/// <summary>Arrays to and from a device, in one word each.</summary>
internal static class DeviceArrays
{
    /// <summary>Copies an array to the device.</summary>
    public static DeviceBuffer<T> Put<T>(this Accelerator accelerator, T[] values)
        where T : unmanaged => accelerator.Upload<T>(values, "self-test");

    /// <summary>A zeroed array on the device.</summary>
    public static DeviceBuffer<T> Room<T>(this Accelerator accelerator, long length)
        where T : unmanaged => accelerator.Allocate<T>(length, "self-test");

    /// <summary>Copies an array from the device.</summary>
    public static double[] Get(this Accelerator accelerator, DeviceBuffer<double> buffer)
    {
        var values = new double[buffer.Length];
        accelerator.Download(buffer, values);
        return values;
    }

    /// <summary>Copies an array from the device.</summary>
    public static double[] Get(this Accelerator accelerator, DeviceBuffer<float> buffer)
    {
        var values = new float[buffer.Length];
        accelerator.Download(buffer, values);
        return Widen(values);
    }

    /// <summary>The same numbers in double precision.</summary>
    public static double[] Widen(IEnumerable<float> values) => [.. values.Select(v => (double)v)];
}

using System.Text;

namespace Engine.Kernels.OpenCl;

/// <summary>Typed answers of the clGet...Info family.</summary>
internal static unsafe class OpenClQuery
{
    public const uint PlatformName = 0x0902;
    public const uint PlatformVersion = 0x0901;
    public const uint DeviceType = 0x1000;
    public const uint DeviceMaxComputeUnits = 0x1002;
    public const uint DeviceMaxWorkGroupSize = 0x1004;
    public const uint DeviceMaxMemAllocSize = 0x1010;
    public const uint DeviceGlobalMemSize = 0x101F;
    public const uint DeviceLocalMemSize = 0x1023;
    public const uint DeviceAvailable = 0x1027;
    public const uint DeviceCompilerAvailable = 0x1028;
    public const uint DeviceName = 0x102B;
    public const uint DeviceVendor = 0x102C;
    public const uint DriverVersion = 0x102D;
    public const uint DeviceVersion = 0x102F;
    public const uint DeviceExtensions = 0x1030;
    public const uint DeviceUuid = 0x106A;

    /// <summary>A text property of a platform.</summary>
    public static string PlatformText(nint platform, uint name)
    {
        nuint size;
        OpenClStatus.ThrowIfFailed(OpenClNative.clGetPlatformInfo(platform, name, 0, null, &size));
        byte[] bytes = new byte[size + 1];
        fixed (byte* p = bytes)
            OpenClStatus.ThrowIfFailed(OpenClNative.clGetPlatformInfo(platform, name, size, p, null));
        return Text(bytes);
    }

    /// <summary>A text property of a device.</summary>
    public static string DeviceText(nint device, uint name)
    {
        nuint size;
        OpenClStatus.ThrowIfFailed(OpenClNative.clGetDeviceInfo(device, name, 0, null, &size));
        byte[] bytes = new byte[size + 1];
        fixed (byte* p = bytes)
            OpenClStatus.ThrowIfFailed(OpenClNative.clGetDeviceInfo(device, name, size, p, null));
        return Text(bytes);
    }

    /// <summary>A numeric property of a device, of 4 or 8 bytes.</summary>
    public static long DeviceNumber(nint device, uint name)
    {
        ulong value = 0;
        OpenClStatus.ThrowIfFailed(OpenClNative.clGetDeviceInfo(device, name, sizeof(ulong), &value, null));
        return (long)Math.Min(value, long.MaxValue);
    }

    /// <summary>The unique id of a device in hexadecimal; empty when the driver does not know the property.</summary>
    public static string Uuid(nint device)
    {
        byte* id = stackalloc byte[16];
        return OpenClNative.clGetDeviceInfo(device, DeviceUuid, 16, id, null) == OpenClStatus.Success
            ? Convert.ToHexStringLower(new ReadOnlySpan<byte>(id, 16))
            : "";
    }

    private static string Text(byte[] bytes)
    {
        int end = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end).Trim();
    }
}

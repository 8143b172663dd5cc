using System.Text.RegularExpressions;

namespace Engine.Kernels.Compute;

/// <summary>One parameter of a kernel, as its source declares it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type of the number, or of the array's elements.</param>
/// <param name="IsArray">True for an array.</param>
internal sealed partial record KernelParameter(string Name, string Type, bool IsArray)
{
    /// <summary>The parameters of a kernel.</summary>
    /// <param name="source">Text of the program.</param>
    /// <param name="kernel">Function name.</param>
    /// <exception cref="InvalidOperationException">The text declares no such kernel, or a parameter of a type that no kernel takes.</exception>
    public static IReadOnlyList<KernelParameter> Of(string source, string kernel)
    {
        Match declaration = Regex.Match(source, $@"(?:\bKERNEL\(\w+\)|\b__kernel\s+void)\s+{Regex.Escape(kernel)}\s*\(([^)]*)\)");
        if (!declaration.Success)
            throw new InvalidOperationException($"the source declares no kernel {kernel}");
        return [.. declaration.Groups[1].Value.Split(',').Select(p => Parse(p, kernel))];
    }

    /// <summary>True when an argument of a .NET type can be given for the parameter.</summary>
    /// <param name="type">Type of the number, or of the array's elements.</param>
    /// <param name="isArray">True for an array.</param>
    public bool Takes(Type type, bool isArray) => isArray == IsArray && NameOf(type) == Type;

    /// <inheritdoc/>
    public override string ToString() => IsArray ? $"{Type} *{Name}" : $"{Type} {Name}";

    private static string? NameOf(Type type) =>
        type == typeof(double) ? "double"
        : type == typeof(float) ? "float"
        : type == typeof(int) ? "int"
        : type == typeof(long) ? "long"
        : type == typeof(byte) ? "unsigned char"
        : null;

    private static KernelParameter Parse(string text, string kernel)
    {
        Match match = Declaration().Match(text);
        return match.Success
            ? new KernelParameter(match.Groups["name"].Value, match.Groups["type"].Value, match.Groups["array"].Success)
            : throw new InvalidOperationException($"kernel {kernel}: the parameter '{text.Trim()}' is of no known form");
    }

    [GeneratedRegex(@"^\s*(?:(?:GLOBAL|__global)\s+)?(?:const\s+)?(?<type>double|float|int|long|unsigned char)\s+(?<array>\*)?\s*(?<name>\w+)\s*$")]
    private static partial Regex Declaration();
}

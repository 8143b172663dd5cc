using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>Everything that decides the result of a refinement, as names and values: a checkpoint is only good for a run in which all of them agree.</summary>
public static class CheckpointSetup
{
    private const int LongestValue = 60;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Names that only say where a file lies: the contents count, by their fingerprints.</summary>
    private static readonly string[] Places = ["path", "paths", "file", "files", "dictionaries"];

    /// <summary>Collects the names and values.</summary>
    /// <param name="fingerprints">Files that were read.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="options">How to refine.</param>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<InputFingerprint> fingerprints, JobRequest request, RefinementOptions options)
    {
        var setup = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["program version"] = typeof(CheckpointSetup).Assembly.GetName().Version?.ToString() ?? "0",
        };
        for (int i = 0; i < fingerprints.Count; i++)
            setup[$"SHA-256 of input file {i + 1}"] = fingerprints[i].Sha256[..16];
        Collect(setup, "", JsonSerializer.SerializeToNode(request, Options)!.AsObject());
        Collect(setup, "", JsonSerializer.SerializeToNode(options, Options)!.AsObject());
        return setup;
    }

    private static void Collect(SortedDictionary<string, string> setup, string prefix, JsonObject from)
    {
        foreach ((string name, JsonNode? value) in from)
        {
            if (Array.Exists(Places, p => name == p || name.EndsWith("-" + p, StringComparison.Ordinal)))
                continue;
            if (value is JsonObject inner)
                Collect(setup, prefix + name + ".", inner);
            else
                setup[prefix + name] = Short(value?.ToJsonString() ?? "default");
        }
    }

    private static string Short(string value) =>
        value.Length <= LongestValue ? value.Trim('"') : "SHA-256 " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..16];
}

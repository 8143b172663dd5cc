using NUnit.Framework;

namespace Engine.Tests;

/// <summary>Real inputs and reference numbers that lie beside the repository; tests that need them are skipped where they are missing.</summary>
public static class SharedData
{
    /// <summary>The folder: ENGINE_SHARED, or ../shared from the repository root.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("ENGINE_SHARED") ?? Path.Combine(RepositoryRoot(), "..", "shared");

    /// <summary>Path of a file or folder below the shared folder; skips the test when it does not exist.</summary>
    /// <param name="parts">Path parts.</param>
    public static string Require(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine([Root, .. parts]));
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Ignore($"needs {path}: set ENGINE_SHARED to the folder with the shared test data");
        return path;
    }

    /// <summary>The folder that holds Engine.sln.</summary>
    public static string RepositoryRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d != null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "Engine.sln")))
                return d.FullName;
        }

        throw new InvalidOperationException("Engine.sln not found above " + AppContext.BaseDirectory);
    }
}

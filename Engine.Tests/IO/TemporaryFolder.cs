namespace Engine.Tests.IO;

/// <summary>A folder of its own for one test, deleted with all its content at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Creates the folder.</summary>
    public TemporaryFolder() => Root = Directory.CreateTempSubdirectory("engine-test-").FullName;

    /// <summary>Path of the folder.</summary>
    public string Root { get; }

    /// <summary>Path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Names of all that lies in the folder.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Root).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a file.</summary>
    /// <param name="name">File name.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}

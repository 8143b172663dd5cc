namespace Engine.Kernels.Compute;

/// <summary>Files that are complete or absent: written under a temporary name in the same folder and renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file; a reader, or another process that writes the same file, never sees a part of it.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="content">All bytes.</param>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
                stream.Write(content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}

using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>Keeps other processes out of a folder, through a lock of the system on a file in it, which ends with the process that holds it.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the lock and takes it; disposing gives it back.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancel">Cancellation.</param>
    /// <exception cref="InputException">The wait took too long.</exception>
    public static async Task<IDisposable> Take(string folder, TimeSpan timeout, CancellationToken cancel)
    {
        string path = Path.Combine(folder, ".lock");
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (Environment.TickCount64 < deadline && Directory.Exists(folder))
            {
                await Task.Delay(Poll, cancel).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw new InputException($"{folder}: another process has been fetching this entry for too long; end it, or choose another folder", e);
            }
        }
    }
}

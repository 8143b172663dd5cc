using System.Text;

namespace Engine.Cli.Batch;

/// <summary>Sends what a verb prints into a file while it is open, and keeps the last error message.</summary>
internal sealed class StageLog : IDisposable
{
    private readonly TextWriter output = Console.Out, error = Console.Error;
    private readonly StreamWriter file;
    private readonly StringWriter errors = new();

    public StageLog(string path, string[] command)
    {
        file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { AutoFlush = true };
        file.WriteLine("$ cryoengine " + string.Join(' ', command.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a)));
        Console.SetOut(TextWriter.Synchronized(file));
        Console.SetError(TextWriter.Synchronized(errors));
    }

    /// <summary>The last line that begins with the name of the program, without it; an empty text when there is none.</summary>
    public string LastError
    {
        get
        {
            const string name = "cryoengine: ";
            string? line = errors.ToString().Split('\n').LastOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line == null ? "" : line[name.Length..].Trim();
        }
    }

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        file.Write(errors.ToString());
        file.Dispose();
        errors.Dispose();
    }
}

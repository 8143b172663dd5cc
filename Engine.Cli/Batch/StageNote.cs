using System.Globalization;
using Engine.Core.IO;

namespace Engine.Cli.Batch;

/// <summary>The note that a stage is done, with the arguments that it was done with, so that it is not done twice, but again when they change.</summary>
internal sealed class StageNote(string path, string arguments)
{
    /// <summary>How long the stage took; null when it is not done.</summary>
    public double? Seconds
    {
        get
        {
            if (!File.Exists(path))
                return null;
            string[] lines = File.ReadAllLines(path);
            return lines.Length == 2 && lines[1] == arguments && double.TryParse(lines[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;
        }
    }

    /// <summary>Writes the note.</summary>
    public void Write(double seconds) => AtomicFile.WriteText(path, writer =>
    {
        writer.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
        writer.WriteLine(arguments);
    });
}

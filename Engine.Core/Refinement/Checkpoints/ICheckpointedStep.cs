namespace Engine.Core.Refinement;

/// <summary>A step that knows something after it has run which a resumed run needs as well: results for reports, values for later macro-cycles.</summary>
public interface ICheckpointedStep : IRefinementStep
{
    /// <summary>What is to be kept, as text; null when there is nothing.</summary>
    string? Save();

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    /// <param name="saved">Text of an earlier run with the same inputs and options.</param>
    void Restore(string saved);
}

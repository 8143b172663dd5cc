using Engine.Core.Maps;
using Engine.Core.Masks;

namespace Engine.Cli.Output;

/// <summary>A mask in a few lines for a person.</summary>
internal static class MaskTable
{
    public static IEnumerable<string> Lines(SoftMask mask, MapGrid grid)
    {
        yield return $"mask        {mask.Method}";
        if (mask.Threshold is { } t)
            yield return FormattableString.Invariant($"threshold   {t.Quantity} {t.Value:G5}{(t.IsAutomatic ? ", found automatically" : "")}");
        yield return FormattableString.Invariant($"volume      {mask.Volume(grid):0} Å³, {mask.Fraction:P1} of the box of {grid.Nx} x {grid.Ny} x {grid.Nz} voxels");
    }
}

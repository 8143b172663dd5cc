using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Works out cell, voxel size and origin from a header and the user's wishes.</summary>
internal static class MapGridResolver
{
    /// <summary>Largest distance between two origins that counts as none, in voxels.</summary>
    private const double OriginTolerance = 0.01;

    private const double MaximumEdge = 1e7;

    /// <summary>Grid by axis x, y, z.</summary>
    /// <param name="header">The header.</param>
    /// <param name="options">The user's wishes.</param>
    /// <param name="warnings">Gets one line for each thing that is odd.</param>
    /// <param name="winner">Which words placed the map: NStart, Origin, or Auto when both are zero.</param>
    /// <exception cref="InputException">The voxel size is undefined, or the cell is impossible.</exception>
    public static MapGrid Resolve(MapHeader header, MapReadOptions options, List<string> warnings, out OriginSource winner)
    {
        (int X, int Y, int Z) sampling = header.Sampling;
        UnitCell cell = ResolveCell(header, options, ref sampling, warnings);
        Vec3 originWords = header.OriginWords;
        if (!originWords.IsFinite)
        {
            warnings.Add("ORIGIN (words 50 to 52) is not a number; zero is taken");
            originWords = Vec3.Zero;
        }

        Vec3 fromStart = FromStart(cell, sampling, header.Start);
        bool hasStart = header.Start != (0, 0, 0), hasOrigin = originWords != Vec3.Zero;
        bool useStart = options.OriginSource == OriginSource.NStart || (options.OriginSource == OriginSource.Auto && hasStart);
        winner = hasStart || hasOrigin ? (useStart ? OriginSource.NStart : OriginSource.Origin) : OriginSource.Auto;
        double voxel = Math.Min(cell.A / sampling.X, Math.Min(cell.B / sampling.Y, cell.C / sampling.Z));
        if (hasStart && hasOrigin && Vec3.Distance(fromStart, originWords) > OriginTolerance * voxel)
        {
            warnings.Add(
                $"NSTART puts the first voxel at {Text(fromStart)} Å, ORIGIN at {Text(originWords)} Å; {(useStart ? "NSTART" : "ORIGIN")} is used; "
                + "choose with --origin nstart or --origin origin");
        }

        return new MapGrid
        {
            Nx = header.Size.X,
            Ny = header.Size.Y,
            Nz = header.Size.Z,
            Cell = cell,
            Sampling = sampling,
            Start = header.Start,
            OriginWords = originWords,
            Origin = useStart ? fromStart : originWords,
        };
    }

    /// <summary>Position of the first voxel by the NSTART words, Å.</summary>
    /// <param name="cell">Unit cell.</param>
    /// <param name="sampling">MX, MY, MZ.</param>
    /// <param name="start">NSTART by axis.</param>
    public static Vec3 FromStart(UnitCell cell, (int X, int Y, int Z) sampling, (int X, int Y, int Z) start) =>
        cell.ToOrthogonal(new((double)start.X / sampling.X, (double)start.Y / sampling.Y, (double)start.Z / sampling.Z));

    private static UnitCell ResolveCell(MapHeader header, MapReadOptions options, ref (int X, int Y, int Z) sampling, List<string> warnings)
    {
        Vec3 edges = header.CellEdges;
        if (options.VoxelSize is Vec3 voxel)
        {
            if (!IsEdge(voxel.X) || !IsEdge(voxel.Y) || !IsEdge(voxel.Z))
                throw new UsageException($"voxel size {Text(voxel)} Å: must be positive");
            if (sampling.X < 1 || sampling.Y < 1 || sampling.Z < 1)
                sampling = header.Size;
            edges = new(voxel.X * sampling.X, voxel.Y * sampling.Y, voxel.Z * sampling.Z);
        }

        if (sampling.X < 1 || sampling.Y < 1 || sampling.Z < 1)
        {
            throw new InputException(
                $"{header.Name}: MX, MY, MZ (words 8 to 10) are {sampling.X} {sampling.Y} {sampling.Z}, so the voxel size is undefined; "
                + "give it with --voxel-size");
        }

        if (!IsEdge(edges.X) || !IsEdge(edges.Y) || !IsEdge(edges.Z))
        {
            throw new InputException(
                $"{header.Name}: the cell edges (words 11 to 13) are {Text(edges)} Å, so the voxel size is undefined; give it with --voxel-size");
        }

        Vec3 angles = header.CellAngles;
        if (angles == Vec3.Zero)
        {
            warnings.Add("the cell angles are zero; 90° is assumed");
            angles = new(90, 90, 90);
        }

        UnitCell cell = new(edges.X, edges.Y, edges.Z, angles.X, angles.Y, angles.Z);
        bool isPossible = IsAngle(angles.X) && IsAngle(angles.Y) && IsAngle(angles.Z) && cell.Volume > 1e-6 * edges.X * edges.Y * edges.Z;
        return isPossible ? cell : throw new InputException($"{header.Name}: no cell has the angles (words 14 to 16) {Text(angles)}°; repair the header");
    }

    private static string Text(Vec3 v) => FormattableString.Invariant($"{v.X:0.###} {v.Y:0.###} {v.Z:0.###}");

    private static bool IsEdge(double length) => length is > 0 and < MaximumEdge;

    private static bool IsAngle(double degrees) => degrees is > 0 and < 180;
}

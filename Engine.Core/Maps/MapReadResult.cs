namespace Engine.Core.Maps;

/// <summary>A map with what was found while it was read.</summary>
/// <param name="Map">The map.</param>
/// <param name="Header">The header of its file.</param>
/// <param name="Summary">Statistics of its voxels.</param>
/// <param name="OriginSource">Which words placed it; Auto when both are zero.</param>
internal sealed record MapReadResult(DensityMap Map, MapHeader Header, MapSummary Summary, OriginSource OriginSource);

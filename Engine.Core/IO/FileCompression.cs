namespace Engine.Core.IO;

/// <summary>How a file is packed.</summary>
public enum FileCompression
{
    /// <summary>Not packed.</summary>
    None,

    /// <summary>gzip (RFC 1952), one or more members.</summary>
    Gzip,

    /// <summary>bzip2, one or more streams.</summary>
    Bzip2,
}

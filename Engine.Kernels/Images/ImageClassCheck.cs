namespace Engine.Kernels;

/// <summary>Checks what every accelerator requires of classes before it builds profiles.</summary>
internal static class ImageClassCheck
{
    /// <summary>Checks sizes and numbers.</summary>
    /// <exception cref="ArgumentException">Arrays do not fit together.</exception>
    /// <exception cref="NumericalException">A B factor or resolution gives no finite image.</exception>
    public static void Check(AtomClasses classes, ProfileBasis basis, ImageProfiles profiles)
    {
        if (basis.Shape != profiles.Shape)
            throw new ArgumentException("the profiles were made for images of another shape", nameof(profiles));
        if (classes.Count > profiles.Capacity || classes.B.Length != classes.Count || classes.Resolution.Length != classes.Count)
            throw new ArgumentException($"{classes.Count} classes with {classes.B.Length} B factors and {classes.Resolution.Length} resolutions for {profiles.Capacity} profiles", nameof(classes));
        for (int i = 0; i < classes.Count; i++)
        {
            if (!double.IsFinite(classes.B[i]) || !(classes.Resolution[i] > 0) || !double.IsFinite(classes.Resolution[i]))
                throw new NumericalException($"class {i} of atoms has B {classes.B[i]} Å² and resolution {classes.Resolution[i]} Å: no image is possible");
        }
    }
}

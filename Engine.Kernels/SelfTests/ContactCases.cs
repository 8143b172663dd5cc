namespace Engine.Kernels.SelfTests;

/// <summary>Contacts by dots against every dot's own search.</summary>
internal static class ContactCases
{
    private const int Atoms = 90;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
    [
        new("contacts", "overlaps by dots", (accelerator, samples) =>
        {
            double[][] kinds = ReferenceContacts.Kinds(samples);
            return accelerator.Contacts.Overlaps(ReferenceContacts.Crowd(samples, Atoms, kinds.Length), new SurfaceDots(kinds));
        })
        {
            Scalar = samples =>
            {
                double[][] kinds = ReferenceContacts.Kinds(samples);
                return ReferenceContacts.Overlaps(ReferenceContacts.Crowd(samples, Atoms, kinds.Length), kinds);
            },
            Tolerance = KernelCase.Double,
            BetweenDevices = KernelCase.Double,
        },
    ];
}

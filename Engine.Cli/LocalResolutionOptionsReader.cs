using System.CommandLine;
using Engine.Core.Jobs;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Options of the commands that compute local resolution.</summary>
internal sealed class LocalResolutionOptionsReader
{
    public Option<string> Method { get; } = new("--method")
    {
        Description = "how half maps are correlated: shells (band-passed, inside spheres, all voxels at once) or window (Fourier shell correlation of windows)",
        DefaultValueFactory = _ => "shells",
        HelpName = "NAME",
    };

    public Option<string> Estimate { get; } = new("--estimate")
    {
        Description = "how a resolution is read off the correlations: fall-off (fitted to all frequencies) or first (first crossing of the threshold)",
        DefaultValueFactory = _ => "fall-off",
        HelpName = "NAME",
    };

    public Option<double> Threshold { get; } = new("--threshold") { Description = "correlation at the resolution", DefaultValueFactory = _ => 0.143, HelpName = "C" };

    public Option<string> Mask { get; } = new("--mask")
    {
        Description = "mask file, auto (from the density) or none; voxels outside have no resolution",
        DefaultValueFactory = _ => LocalResolutionRequest.AutoMask,
        HelpName = "FILE|auto|none",
    };

    public Option<double?> Window { get; } = new("--window") { Description = "diameter of the windows of --method window, Å (default: 9 times the resolution)", HelpName = "A" };

    public Option<double?> Radius { get; } = new("--radius") { Description = "radius of the spheres of --method shells, Å (default: 2.75 times the resolution)", HelpName = "A" };

    public Option<double?> Step { get; } = new("--step")
    {
        Description = "distance of the places that are measured, Å; between them 1/d is interpolated (default: a quarter of the radius, an eighth of the window)",
        HelpName = "A",
    };

    public Option<int> Shells { get; } = new("--shells") { Description = "least number of shells of --method shells", DefaultValueFactory = _ => 24, HelpName = "N" };

    public Option<double?> Resolution { get; } = new("--resolution", "-d") { Description = "resolution of the half maps, Å (default: measured inside the mask)", HelpName = "D" };

    public Option<double?> Finest { get; } = new("--finest") { Description = "finest resolution that can be found, Å (default: half of -d, at most the Nyquist limit)", HelpName = "D" };

    public Option<double?> Coarsest { get; } = new("--coarsest") { Description = "coarsest resolution that can be found, Å (default: the larger of 20 and 3 times -d)", HelpName = "D" };

    public Option<bool> NoCalibration { get; } = new("--no-calibration") { Description = "do not measure and take off what half maps with random phases correlate" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Method, Estimate, Threshold, Mask, Window, Radius, Step, Shells, Resolution, Finest, Coarsest, NoCalibration })
            command.Add(option);
    }

    /// <summary>What the command line asks for.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other.</param>
    /// <param name="model">Model, or null.</param>
    /// <param name="seed">Seed.</param>
    public LocalResolutionRequest Request(ParseResult parsed, string half1, string half2, string? model, ulong seed)
    {
        string mask = parsed.GetRequiredValue(Mask);
        var request = new LocalResolutionRequest
        {
            Half1Path = half1,
            Half2Path = half2,
            Mask = mask,
            ModelPath = model,
            Options = new LocalResolutionOptions
            {
                Method = parsed.GetRequiredValue(Method) switch
                {
                    "shells" => LocalResolutionMethod.Shells,
                    "window" => LocalResolutionMethod.Window,
                    string other => throw new UsageException($"--method {other}: give shells or window"),
                },
                Estimate = parsed.GetRequiredValue(Estimate) switch
                {
                    "fall-off" => CrossingEstimate.FallOff,
                    "first" => CrossingEstimate.First,
                    string other => throw new UsageException($"--estimate {other}: give fall-off or first"),
                },
                Threshold = parsed.GetValue(Threshold),
                Window = parsed.GetValue(Window),
                Radius = parsed.GetValue(Radius),
                Step = parsed.GetValue(Step),
                Shells = parsed.GetValue(Shells),
                Resolution = parsed.GetValue(Resolution),
                Finest = parsed.GetValue(Finest),
                Coarsest = parsed.GetValue(Coarsest),
                Calibrate = !parsed.GetValue(NoCalibration),
                Seed = seed,
            },
        };
        if (request.Options is { Method: LocalResolutionMethod.Shells, Window: not null })
            throw new UsageException("--window: belongs to --method window; --method shells has --radius");
        if (request.Options is { Method: LocalResolutionMethod.Window, Radius: not null })
            throw new UsageException("--radius: belongs to --method shells; --method window has --window");
        request.Options.Check();
        foreach (string file in request.Files)
            InputFiles.RequireFile(file);
        return request;
    }
}

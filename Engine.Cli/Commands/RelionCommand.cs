using System.CommandLine;
using Engine.Cli.Relion;

namespace Engine.Cli.Commands;

/// <summary>cryoengine relion: the verb as the list of verbs and --help show it. A command line that is run does not come here (<see cref="Program.Main"/>): RELION writes options in a form of its own.</summary>
internal static class RelionCommand
{
    /// <summary>Name of the verb.</summary>
    public const string Name = "relion";

    public static Command Create()
    {
        var command = new Command(
            Name,
            "Run a verb as a RELION External job: takes RELION's options, says in the folder of the job how it ended, and lists what it made (docs/relion.md).\n\n" +
            $"Verbs: {string.Join(", ", RelionArguments.VerbNames)}.\n\n" +
            "Example: cryoengine relion refine --o External/job012/ --in_3dref PostProcess/job010/postprocess.mrc --model model.cif --resolution 3.1 --j 8");
        command.Add(new Argument<string[]>("VERB") { Description = "verb, then what RELION adds", Arity = ArgumentArity.ZeroOrMore });
        command.SetAction(_ => RelionJob.Run([], _ => 0));
        return command;
    }
}

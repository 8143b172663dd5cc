using System.Text;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Slurm;

/// <summary>Settings of job arrays: both forms of the file, values that are refused.</summary>
[TestFixture]
public sealed class SlurmSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void LinesAndJsonAgree()
    {
        SlurmSettings lines = Read("# cluster\n\n partition = gpu,long \r\nACCOUNT=em_7\ntime = 1-12:30\ngpus=a100:2\ncpus = 8\nmemory=15.5\ntasks=40\nat_once=10\nsignal = 300\nrequeues=3\n"
            + "setup = module load dotnet\nsetup = export X=\"a = b\"\nprogram=/opt/käse 1/cryoengine\nqos=normal\nconstraint=(a&b)|c*2\nreservation=r1\n");
        SlurmSettings json = Read("{\"partition\":\"gpu,long\",\"account\":\"em_7\",\"time\":\"1-12:30\",\"gpus\":\"a100:2\",\"cpus\":8,\"memory\":15.5,\"tasks\":40,\"at_once\":10,\"signal\":300,\"requeues\":3,"
            + "\"setup\":[\"module load dotnet\",\"export X=\\\"a = b\\\"\"],\"program\":\"/opt/käse 1/cryoengine\",\"qos\":\"normal\",\"constraint\":\"(a&b)|c*2\",\"reservation\":\"r1\"}");
        Assert.Multiple(() =>
        {
            Assert.That(json.Directives(), Is.EqualTo(lines.Directives()));
            Assert.That((json.Tasks, json.AtOnce, json.Requeues, json.Program), Is.EqualTo((lines.Tasks, lines.AtOnce, lines.Requeues, lines.Program)));
            Assert.That((lines.Tasks, lines.AtOnce, lines.Requeues, lines.Program), Is.EqualTo(((int?)40, (int?)10, 3, "/opt/käse 1/cryoengine")));
            Assert.That(lines.Setup, Is.EqualTo(new[] { "module load dotnet", "export X=\"a = b\"" }));
            Assert.That(json.Setup, Is.EqualTo(lines.Setup));
            Assert.That(lines.Directives(), Is.EqualTo(new[]
            {
                "--nodes=1", "--ntasks=1", "--cpus-per-task=8", "--mem=15872M", "--gres=gpu:a100:2", "--time=1-12:30", "--account=em_7", "--constraint=(a&b)|c*2", "--partition=gpu,long", "--qos=normal",
                "--reservation=r1", "--signal=B:USR1@300", "--requeue", "--open-mode=append",
            }));
        });
    }

    [Test]
    public void NothingIsAskedForThatWasNotGiven() =>
        Assert.That(new SlurmSettings().Directives(), Is.EqualTo(new[] { "--nodes=1", "--ntasks=1", "--cpus-per-task=4", "--signal=B:USR1@120", "--requeue", "--open-mode=append" }));

    [TestCase("partition", "a b")]
    [TestCase("partition", "a\n#SBATCH --uid=0")]
    [TestCase("partition", "-x")]
    [TestCase("partition", "")]
    [TestCase("account", "$(id)")]
    [TestCase("qos", "a,")]
    [TestCase("reservation", "'x'")]
    [TestCase("constraint", "a b")]
    [TestCase("constraint", "a\n")]
    [TestCase("time", "1 h")]
    [TestCase("time", "8:00:00\n")]
    [TestCase("time", "1-")]
    [TestCase("gpus", "0")]
    [TestCase("gpus", "a100")]
    [TestCase("gpus", "-1")]
    [TestCase("cpus", "0")]
    [TestCase("cpus", "2.5")]
    [TestCase("memory", "16G")]
    [TestCase("memory", "-1")]
    [TestCase("memory", "NaN")]
    [TestCase("tasks", "0")]
    [TestCase("at_once", "x")]
    [TestCase("signal", "5")]
    [TestCase("requeues", "-1")]
    [TestCase("setup", "a\nb")]
    [TestCase("program", " ")]
    [TestCase("partitions", "gpu")]
    public void OtherValuesAreRefusedWithTheirPlace(string key, string value) =>
        Assert.That(Assert.Throws<UsageException>(() => new SlurmSettings().With(key, value, "place"))!.Message, Does.StartWith("place").And.Not.Contain('\n'));

    [TestCase("partition gpu\n", "line 1 is not KEY = VALUE")]
    [TestCase("tasks=1\n=gpu\n", "line 2")]
    [TestCase("{\"tasks\":", "is not JSON")]
    [TestCase("{\"setup\":[{}]}", "give a text or a number")]
    [TestCase("{\"tasks\":null}", "give a text or a number")]
    public void OtherFilesAreRefused(string text, string message) => Assert.That(Assert.Throws<InputException>(() => Read(text))!.Message, Does.Contain(message));

    [TestCase("3", 120, false)]
    [TestCase("4", 120, true)]
    [TestCase("3:01", 120, true)]
    [TestCase("0:03:00", 120, false)]
    [TestCase("1:00:00", 120, true)]
    [TestCase("0-1", 3600, false)]
    [TestCase("0-1:02", 3600, true)]
    [TestCase("1-0", 3600, true)]
    public void ATaskIsNotToldToEndWhenItBegins(string time, int signal, bool fits)
    {
        SlurmSettings settings = new SlurmSettings { SignalSeconds = signal }.With("time", time, "");
        Assert.That(settings.Check, fits ? Throws.Nothing : Throws.TypeOf<UsageException>());
    }

    [Test]
    public void AMissingFileIsNamed() => Assert.That(Assert.Throws<InputException>(() => SlurmConfigFile.Read(folder["none"]))!.Message, Does.Contain("none"));

    private SlurmSettings Read(string text) => SlurmConfigFile.Read(folder.Write($"{Guid.NewGuid():N}.txt", Encoding.UTF8.GetBytes(text)));
}

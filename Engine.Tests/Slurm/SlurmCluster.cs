using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Slurm;

/// <summary>
/// A whole Slurm on the loopback interface: MUNGE, a controller and two nodes n1 and n2 of two processors each, with sockets, ports and state of their own, so that a Slurm of the system is not touched. Its
/// daemons are children of the test and end with it.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly List<Process> daemons = [];
    private readonly Dictionary<string, string> environment;

    private SlurmCluster()
    {
        // Slurm's control daemons run as root here; others must be able to enter the folder of the socket.
        Programs.Open(folder.Root);
        foreach (string name in new[] { "munge", "state", "log", "run" })
            Directory.CreateDirectory(folder[name]);
        environment = new() { ["SLURM_CONF"] = folder["slurm.conf"] };
    }

    /// <summary>Starts one; skips the test, with the reason, where that is not possible.</summary>
    public static SlurmCluster Require()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            Assert.Ignore("needs root, to start a Slurm of its own");
        string[] missing = [.. new[] { "munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo" }.Where(p => Programs.Find(p) == null)];
        if (missing.Length > 0)
            Assert.Ignore($"needs Slurm; not found: {string.Join(", ", missing)} (apt-get install slurm-wlm)");
        var cluster = new SlurmCluster();
        try
        {
            cluster.Start();
            return cluster;
        }
        catch (TimeoutException e)
        {
            string logs = cluster.Logs();
            cluster.Dispose();
            Assert.Ignore($"Slurm does not start here: {e.Message}\n{logs}");
            throw;
        }
    }

    /// <summary>Runs the engine as on a machine of the cluster.</summary>
    public CommandResult Engine(params string[] arguments) => CommandLine.Start(environment, arguments);

    /// <summary>Runs a program of Slurm.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string tool, params string[] arguments)
    {
        using Process process = Begin(tool, redirectOutput: true, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : "";
    }

    /// <summary>Waits until something holds.</summary>
    public static void Wait(string what, TimeSpan longest, Func<bool> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > longest)
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"not within {longest.TotalSeconds:0} s: {what}"));
            Thread.Sleep(200);
        }
    }

    /// <summary>What the daemons said last.</summary>
    public string Logs() => string.Join("\n", Directory.EnumerateFiles(folder["log"]).SelectMany(f => File.ReadLines(f).TakeLast(15).Prepend("--- " + Path.GetFileName(f))));

    public void Dispose()
    {
        Run("scancel", "--user=root");
        try
        {
            Wait("no job is left", TimeSpan.FromSeconds(30), () => Run("squeue", "--noheader").Length == 0);
        }
        catch (TimeoutException)
        {
            // What is left ends with its node.
        }

        foreach (Process daemon in daemons.AsEnumerable().Reverse())
        {
            Run("kill", "-TERM", daemon.Id.ToString(CultureInfo.InvariantCulture));
            if (!daemon.WaitForExit(10_000))
                daemon.Kill(entireProcessTree: true);
            daemon.Dispose();
        }

        folder.Dispose();
    }

    private void Start()
    {
        int[] ports = FreePorts(3);
        File.WriteAllText(folder["slurm.conf"], Configuration(ports));
        Run("mungekey", "--create", "--keyfile=" + folder["munge/key"]);
        Daemon("munged", "--foreground", "--key-file=" + folder["munge/key"], "--socket=" + folder["munge/sock"], "--pid-file=" + folder["munge/pid"], "--log-file=" + folder["munge/log"], "--seed-file=" + folder["munge/seed"]);
        Wait("munged answers", StartTime, () => Run("munge", "-S", folder["munge/sock"], "-n").Length > 0);
        Daemon("slurmctld", "-D", "-c", "-f", folder["slurm.conf"]);
        Wait("the controller answers", StartTime, () => Run("scontrol", "ping").Contains(" is UP", StringComparison.Ordinal));
        foreach (string node in new[] { "n1", "n2" })
            Daemon("slurmd", "-D", "-N", node, "-f", folder["slurm.conf"]);
        Wait("both nodes are idle", StartTime, () => Run("sinfo", "--noheader", "--Node", "--format=%T") == "idle\nidle");
    }

    private string Configuration(int[] ports) => $"""
        ClusterName=loopback
        SlurmctldHost=localhost
        SlurmctldPort={ports[0]}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        CredType=cred/munge
        AuthInfo=socket={folder["munge/sock"]},cred_expire=5
        CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        MpiDefault=none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core_Memory
        SchedulerType=sched/backfill
        SchedulerParameters=bf_interval=1,sched_interval=2,batch_sched_delay=0
        SlurmdParameters=config_overrides
        ReturnToService=2
        SlurmdTimeout=60
        KillWait=20
        MinJobAge=300
        MailProg=/bin/true
        StateSaveLocation={folder["state"]}
        SlurmdSpoolDir={folder.Root}/spool-%n
        SlurmctldPidFile={folder["run"]}/controller.pid
        SlurmdPidFile={folder["run"]}/%n.pid
        SlurmctldLogFile={folder["log"]}/controller
        SlurmdLogFile={folder["log"]}/%n
        NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port={ports[1]} CPUs=2 RealMemory=2000
        NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port={ports[2]} CPUs=2 RealMemory=2000
        PartitionName=main Nodes=n1,n2 Default=YES State=UP

        """;

    private void Daemon(string name, params string[] arguments) => daemons.Add(Begin(name, redirectOutput: false, arguments));

    private Process Begin(string name, bool redirectOutput, string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(name) ?? name) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string key, string value) in environment)
            start.Environment[key] = value;
        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        if (!redirectOutput)
            process.BeginOutputReadLine();
        return process;
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
            listener.Dispose();
        return ports;
    }
}

using Engine.Kernels.Compute;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Compiled programs are kept, reused, and rebuilt when their file is damaged.</summary>
[TestFixture]
public sealed class OpenClProgramCacheTests
{
    private const string Source = "__kernel void set(__global int *x) { x[get_global_id(0)] = VALUE; }";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("cryoengine-cache-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void ProgramIsWrittenOnceAndReused()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Assert.That(Build(accelerator, "-D VALUE=7"), Is.EqualTo((false, 7)));
        string file = Directory.GetFiles(folder).Single();
        DateTime written = File.GetLastWriteTimeUtc(file);
        Assert.That(Build(accelerator, "-D VALUE=7"), Is.EqualTo((true, 7)));
        Assert.That(Directory.GetFiles(folder).Single(), Is.EqualTo(file));
        Assert.That(File.GetLastWriteTimeUtc(file), Is.EqualTo(written));
    }

    [Test]
    public void OtherOptionsMakeAnotherEntry()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Assert.That(Build(accelerator, "-D VALUE=1"), Is.EqualTo((false, 1)));
        Assert.That(Build(accelerator, "-D VALUE=2"), Is.EqualTo((false, 2)));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(2));
    }

    [TestCase(0)]
    [TestCase(40)]
    [TestCase(-1)]
    public void DamagedEntryIsRebuilt(int keptBytes)
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Build(accelerator, "-D VALUE=3");
        string file = Directory.GetFiles(folder).Single();
        byte[] whole = File.ReadAllBytes(file);
        byte[] damaged = keptBytes < 0 ? [.. whole] : whole[..keptBytes];
        if (keptBytes < 0)
            damaged[^1] ^= 1;
        File.WriteAllBytes(file, damaged);
        Assert.That(Build(accelerator, "-D VALUE=3"), Is.EqualTo((false, 3)));
        Assert.That(Build(accelerator, "-D VALUE=3"), Is.EqualTo((true, 3)));
    }

    [Test]
    public void EntryThatTheDriverRefusesIsRebuilt()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Build(accelerator, "-D VALUE=4");
        string key = Path.GetFileNameWithoutExtension(Directory.GetFiles(folder).Single());
        new ProgramCache(folder).Write(key, "no program"u8);
        Assert.That(Build(accelerator, "-D VALUE=4"), Is.EqualTo((false, 4)));
    }

    [Test]
    public void ContentComesBackUnchanged()
    {
        ProgramCache cache = new(folder);
        string key = ProgramCache.Key("a", "b");
        Assert.That(cache.Read(key), Is.Null);
        cache.Write(key, [1, 2, 3]);
        Assert.That(cache.Read(key), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void KeysSeparateTheirParts() => Assert.That(ProgramCache.Key("ab", "c"), Is.Not.EqualTo(ProgramCache.Key("a", "bc")));

    [Test]
    public void FolderThatCannotBeWrittenIsNoError()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        ProgramCache cache = new(Path.Combine(file, "below"));
        cache.Write("key", [1]);
        Assert.That(cache.Read("key"), Is.Null);
        ProgramCache none = new("");
        none.Write("key", [1]);
        Assert.That(none.Read("key"), Is.Null);
    }

    [Test]
    public void FirstFolderThatCanBeWrittenIsChosen()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        string good = Path.Combine(folder, "good");
        Assert.That(CacheFolder.Choose([Path.Combine(file, "below"), good]), Is.EqualTo(good));
        Assert.That(CacheFolder.Choose([Path.Combine(file, "below")]), Is.Empty);
    }

    private (bool FromCache, int Value) Build(OpenClAccelerator accelerator, string options)
    {
        lock (OpenClContext.BuildLock)
        {
            OpenClProgram program = OpenClProgram.Build(accelerator.Context, "test", Source, options, new ProgramCache(folder));
            using (OpenClKernel kernel = new(accelerator, program, "set", 1))
            using (var buffer = accelerator.Allocate<int>(1, "test"))
            {
                kernel.Set(buffer).Run(1);
                int[] value = new int[1];
                accelerator.Download(buffer, value);
                program.Release();
                return (program.FromCache, value[0]);
            }
        }
    }
}

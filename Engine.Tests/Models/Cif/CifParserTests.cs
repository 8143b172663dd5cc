using System.Text;
using Engine.Core.Models.Cif;
using Engine.Kernels;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Models.Cif;

[TestFixture]
public sealed class CifParserTests
{
    [Test]
    public void ReadsEveryKindOfValue()
    {
        CifBlock block = CifDocument.Parse("""
            # comment
            data_Test
            _a.bare word
            _a.single 'O5'x and more'
            _a.double "it's # not a comment"
            _a.hash s#t#r
            _a.next # comment
              value
            _a.field
            ;first line
              ; not the end
            third # line
            ;
            _a.semicolon x;y
            _a.leading ;z
            _a.unknown ?
            _a.inapplicable .
            _a.quoted_null '?'
            """).Blocks.Single();
        CifCategory a = block.Category("_A")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(block.Name, Is.EqualTo("Test"));
            Assert.That(a.RowCount, Is.EqualTo(1));
            Assert.That(block.Value("_a.bare"), Is.EqualTo("word"));
            Assert.That(block.Value("_a.single"), Is.EqualTo("O5'x and more"));
            Assert.That(block.Value("_a.DOUBLE"), Is.EqualTo("it's # not a comment"));
            Assert.That(block.Value("_a.hash"), Is.EqualTo("s#t#r"));
            Assert.That(block.Value("_a.next"), Is.EqualTo("value"));
            Assert.That(block.Value("_a.field"), Is.EqualTo("first line\n  ; not the end\nthird # line"));
            Assert.That(block.Value("_a.semicolon"), Is.EqualTo("x;y"));
            Assert.That(block.Value("_a.leading"), Is.EqualTo(";z"), "a semicolon starts a field only at the start of a line");
            Assert.That(block.Value("_a.unknown"), Is.Null);
            Assert.That(block.Value("_a.inapplicable"), Is.Null);
            Assert.That(block.Value("_a.quoted_null"), Is.EqualTo("?"));
            Assert.That(block.Value("_a.missing"), Is.Null);
        }
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public void ReadsEveryLineEnd(string eol)
    {
        string text = "data_x\nloop_\n_t.a\n_t.b\n1\n;one\ntwo\n;\n2\n;\n;\n# end\n_u.c 3".Replace("\n", eol, StringComparison.Ordinal);
        CifBlock block = CifDocument.Parse(text).Blocks.Single();
        CifCategory t = block.Category("t")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(t.RowCount, Is.EqualTo(2));
            Assert.That(t.Text(0, 1), Is.EqualTo($"one{eol}two"));
            Assert.That(t.Text(1, 1), Is.Empty);
            Assert.That(block.Value("_u.c"), Is.EqualTo("3"));
        }
    }

    [Test]
    public void ReadsBlocksFramesAndGlobals()
    {
        CifDocument document = CifDocument.Parse("""
            global_
            _lib.name test
            DATA_first
            _x.a 1
            save_frame
            _x.a 2
            save_
            _x.b 3
            data_
            LOOP_ _y.a 1 2 stop_ _z.a 4
            """);
        CifBlock first = document.Block("FIRST")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Blocks.Select(b => b.Name), Is.EqualTo(new[] { "", "first", "" }));
            Assert.That(document.Blocks[0].IsGlobal);
            Assert.That(first.Value("_x.a"), Is.EqualTo("1"));
            Assert.That(first.Value("_x.b"), Is.EqualTo("3"));
            Assert.That(first.Frames.Single().Value("_x.a"), Is.EqualTo("2"));
            Assert.That(document.Blocks[2].Category("_y")!.RowCount, Is.EqualTo(2));
            Assert.That(document.Blocks[2].Value("_z.a"), Is.EqualTo("4"));
        }
    }

    [TestCase("5", 5)]
    [TestCase("+3.140", 3.14)]
    [TestCase("-003.1", -3.1)]
    [TestCase("2.1e12", 2.1e12)]
    [TestCase(".7e+3", 700)]
    [TestCase("85.", 85)]
    [TestCase("123.456(12)", 123.456)]
    [TestCase("-0.5(3)", -0.5)]
    [TestCase("0.12345678901234567890", 0.12345678901234567890)]
    public void ReadsNumbers(string text, double expected)
    {
        CifCategory a = CifDocument.Parse($"data_x _a.b {text}").Blocks[0].Category("_a")!;
        Assert.That(a.Number(0, 0), Is.EqualTo(expected));
    }

    [TestCase("1-0")]
    [TestCase("1.2(")]
    [TestCase("(3)")]
    [TestCase("nan")]
    [TestCase("1e999")]
    public void RefusesWhatIsNoNumber(string text)
    {
        CifCategory a = CifDocument.Parse($"data_x _a.b {text}", "file.cif").Blocks[0].Category("_a")!;
        Assert.That(() => a.Number(0, 0), Throws.TypeOf<InputException>().With.Message.Contains("file.cif: _a.b, row 1").And.Message.Contains(text));
    }

    [TestCase("", "no data block")]
    [TestCase("# only a comment\n", "no data block")]
    [TestCase("hello", "line 1: expected data_NAME")]
    [TestCase("data_x\n_a.b 'open\n", "line 2: a quoted value")]
    [TestCase("data_x\n_a.b\n;open\nfield\n", "line 3: a text field")]
    [TestCase("data_x\nloop_\n_a.b\n_a.c\n1 2 3\n", "line 5: the loop _a has 2 tags and 3 values")]
    [TestCase("data_x\n_a.b\n_a.c 1", "line 2: _a.b has no value")]
    [TestCase("data_x\n\nvalue", "line 3: the value 'value' belongs to no tag")]
    [TestCase("data_x loop_ 1 2", "line 1: loop_ has no tags")]
    public void NamesFileLineAndFault(string text, string fault) =>
        Assert.That(() => CifDocument.Parse(text, "bad.cif"), Throws.TypeOf<InputException>().With.Message.StartsWith("bad.cif, line").And.Message.Contains(fault));

    [Test]
    public void KeepsScatteredPairsTogether()
    {
        CifBlock block = CifDocument.Parse("data_x _a.p 1 _b.q 2 _a.r 3").Blocks[0];
        Assert.That(block.Category("_a")!.Tags, Is.EqualTo(new[] { "_a.p", "_a.r" }));
    }

    [Test]
    public void EditsKeepEveryOtherByte()
    {
        const string before = "# head\ndata_x\n_a.p   1\n_b.q 'two'\n_a.r 3 # note\n#\nloop_\n_c.s\nfour\nfive\n#\ndata_y\n_a.p 6\n";
        CifDocument document = CifDocument.Parse(before);
        CifBlock block = document.Blocks[0];
        var table = new CifTable(document, block.Category("_c")!);
        table.Set(1, "t", "six seven");
        var editor = new CifEditor(document);
        editor.Replace(block.Category("_a")!, "_a.p 9");
        editor.Replace(block.Category("_c")!, table.ToCif());
        editor.Append(block, "_d.u 8");
        Assert.That(Written(editor), Is.EqualTo(
            "# head\ndata_x\n_a.p 9\n_b.q 'two'\n # note\n#\nloop_\n_c.s\n_c.t\nfour ?\nfive 'six seven'\n#\n_d.u 8\n#\ndata_y\n_a.p 6\n"));
    }

    [Test]
    public void UnchangedDocumentKeepsItsBytes()
    {
        const string text = "data_x\r\n\r\n_a.b  'c'  # d\r\n;\r\n";
        Assert.That(Written(new CifEditor(CifDocument.Parse(text[..^3]))), Is.EqualTo(text[..^3]));
    }

    [TestCase("?")]
    [TestCase(".")]
    [TestCase("")]
    [TestCase("plain")]
    [TestCase("two words")]
    [TestCase("O5'")]
    [TestCase("a' b")]
    [TestCase("a' b\" c")]
    [TestCase("_tag")]
    [TestCase("data_x")]
    [TestCase("Loop_")]
    [TestCase("#x")]
    [TestCase(";x")]
    [TestCase("two\nlines")]
    [TestCase("'")]
    public void FormattedValueReadsBack(string value)
    {
        foreach (string layout in (string[])["data_x _a.b {0} _a.c 1", "data_x\nloop_ _a.b _a.c {0} 1"])
        {
            string cell = CifTable.Format(value);
            CifDocument document = CifDocument.Parse(layout.Replace("{0}", cell.StartsWith(';') ? $"\n{cell}\n" : cell, StringComparison.Ordinal));
            Assert.That(document.Blocks[0].Category("_a")!.Text(0, 0), Is.EqualTo(value));
        }
    }

    [Test]
    public void AnyTableReadsBack()
    {
        Gen<string> cell = Gen.Elements('a', 'B', '1', '\'', '"', ';', '#', '_', ' ', '?', '.', '\n', 'é').ArrayOf(8).Select(c => new string(c));
        Prop.ForAll(cell.ArrayOf(6).ToArbitrary(), cells =>
        {
            // A line that starts with ';' inside a text field cannot be held by CIF 1.1: the writer puts a blank before it.
            string[] expected = [.. cells.Select(c => c.Replace("\n;", "\n ;", StringComparison.Ordinal))];
            foreach (int columns in (int[])[2, 6])
            {
                var table = new CifTable("_t", [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
                for (int r = 0; r < 6 / columns; r++)
                    table.AddRow([.. cells.Skip(r * columns).Take(columns)]);
                CifCategory read = CifDocument.Parse("data_x\n" + table.ToCif()).Blocks[0].Category("_t")!;
                for (int i = 0; i < 6; i++)
                    Assert.That(read.Text(i / columns, i % columns), Is.EqualTo(expected[i]));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static string Written(CifEditor editor)
    {
        using var stream = new MemoryStream();
        editor.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

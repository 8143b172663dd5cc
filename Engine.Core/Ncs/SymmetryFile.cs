using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>
/// Reads symmetry operators: BIOMT lines (REMARK 350 of PDB files, or alone), <c>_pdbx_struct_oper_list</c> of mmCIF files, and the rota_matrix and tran_orth lines of Phenix's ncs_spec files.
/// </summary>
public static class SymmetryFile
{
    private const double OrthogonalTolerance = 0.01;
    private const int Numbers = 12;

    /// <summary>Reads a file.</summary>
    /// <param name="path">File; its content tells the format.</param>
    /// <exception cref="InputException">There are no operators in it, or they are no rotations.</exception>
    public static SymmetryOperators Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}");
        }

        List<double[]> rows = Array.Exists(lines, l => l.Contains("_pdbx_struct_oper_list", StringComparison.Ordinal)) ? OfCif(path)
            : Array.Exists(lines, l => l.Contains("rota_matrix", StringComparison.Ordinal)) ? OfSpecification(path, lines)
            : OfBiomt(path, lines);
        if (rows.Count == 0)
            throw new InputException($"{path}: no symmetry operators: give a file with BIOMT lines, an mmCIF file with _pdbx_struct_oper_list, or an ncs_spec file");
        List<RigidTransform> all = [RigidTransform.Identity];
        foreach (RigidTransform operation in rows.Select(r => Operation(path, r)))
        {
            if (!SymmetryOperators.Contains(all, operation))
                all.Add(operation);
        }

        if (all.Count == 1)
            throw new InputException($"{path}: the only symmetry operator is the identity");
        return new(path, all);
    }

    private static List<double[]> OfBiomt(string path, string[] lines)
    {
        var rows = new List<double[]>();
        foreach (string line in lines)
        {
            int at = line.IndexOf("BIOMT", StringComparison.Ordinal);
            if (at < 0 || at + 5 >= line.Length || line[at + 5] is not (>= '1' and <= '3'))
                continue;
            int row = line[at + 5] - '1';
            double[] values = Read(path, line[(at + 6)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1), 4, line);
            if (row == 0)
                rows.Add(Filled());
            if (rows.Count == 0)
                throw new InputException($"{path}: '{line.Trim()}' comes before BIOMT1");
            Set(rows[^1], row, values);
        }

        return rows;
    }

    private static List<double[]> OfSpecification(string path, string[] lines)
    {
        var rows = new List<double[]>();
        int row = 0;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            switch (words[0])
            {
                case "new_operator":
                    rows.Add(Filled());
                    row = 0;
                    break;
                case "rota_matrix" when rows.Count > 0 && row < 3:
                    Read(path, words.Skip(1), 3, line).CopyTo(rows[^1], 4 * row++);
                    break;
                case "tran_orth" when rows.Count > 0:
                    double[] shift = Read(path, words.Skip(1), 3, line);
                    for (int i = 0; i < 3; i++)
                        rows[^1][4 * i + 3] = shift[i];
                    break;
            }
        }

        return rows;
    }

    private static List<double[]> OfCif(string path)
    {
        CifCategory? table = CifDocument.Read(path).Blocks.Select(b => b.Category("_pdbx_struct_oper_list")).FirstOrDefault(c => c != null);
        var rows = new List<double[]>();
        for (int r = 0; r < (table?.RowCount ?? 0); r++)
        {
            var values = new double[Numbers];
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 4; j++)
                    values[4 * i + j] = table!.Number(r, table.Column(j == 3 ? $"vector[{i + 1}]" : $"matrix[{i + 1}][{j + 1}]"));
            }

            rows.Add(values);
        }

        return rows;
    }

    private static double[] Filled()
    {
        var values = new double[Numbers];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static void Set(double[] operation, int row, double[] values) => values.CopyTo(operation, 4 * row);

    private static double[] Read(string path, IEnumerable<string> words, int count, string line)
    {
        double[] values = [.. words.Take(count).Select(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out double v) ? v : double.NaN)];
        return values.Length == count && values.All(double.IsFinite) ? values : throw new InputException($"{path}: '{line.Trim()}': {count} numbers expected");
    }

    private static RigidTransform Operation(string path, double[] v)
    {
        Vec3 x = new(v[0], v[1], v[2]), y = new(v[4], v[5], v[6]), z = new(v[8], v[9], v[10]), shift = new(v[3], v[7], v[11]);
        double worst = new[]
        {
            Math.Abs(Vec3.Dot(x, x) - 1), Math.Abs(Vec3.Dot(y, y) - 1), Math.Abs(Vec3.Dot(z, z) - 1), Math.Abs(Vec3.Dot(x, y)), Math.Abs(Vec3.Dot(y, z)),
            Math.Abs(Vec3.Dot(Vec3.Cross(x, y), z) - 1), double.IsFinite(shift.X + shift.Y + shift.Z) ? 0 : 1,
        }.Max();
        return worst < OrthogonalTolerance ? new(x, y, z, shift) : throw new InputException($"{path}: a symmetry operator is incomplete or no rotation");
    }
}

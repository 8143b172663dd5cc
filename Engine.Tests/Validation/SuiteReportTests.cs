using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Validation.Nucleic;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Backbone conformers of RNA against suitename (as in cctbx 2022.9).</summary>
[TestFixture]
public sealed class SuiteReportTests
{
    /// <summary>Torsions about the conformers of the reference list, drawn at random; conformer and suiteness by suitename.</summary>
    private static readonly string[] Cases =
    [
        "149 216 158 294 158 53 82 0a 0.698",
        "146 271 144 305 132 31 82 4a 0.127",
        "151 204 149 274 180 37 83 #a 0.522",
        "141 243 66 80 126 182 82 6j 0.930",
        "86 222 282 279 220 62 141 1[ 0.661",
        "96 213 243 278 169 55 80 1a 0.019",
        "149 268 87 63 197 185 88 6n 0.858",
        "75 179 265 177 189 181 83 1c 0.300",
        "75 191 281 148 149 189 85 1f 0.357",
        "149 204 130 273 152 48 76 0a 0.614",
        "75 206 278 188 180 191 83 1c 0.152",
        "151 198 146 293 157 42 88 #a 0.933",
        "89 233 280 301 126 64 75 1a 0.144",
        "85 197 273 291 181 39 66 1a 0.278",
        "85 173 270 255 157 48 95 &a 0.023",
        "82 202 297 150 205 175 86 1c 0.905",
        "81 195 311 327 166 71 81 1a 0.113",
        "74 244 288 284 167 56 152 1b 0.344",
        "86 217 316 290 156 56 158 1b 0.284",
        "98 254 271 302 131 61 77 1L 0.579",
        "88 210 293 302 156 56 146 1b 0.768",
        "85 176 267 137 188 177 81 1c 0.421",
        "82 206 249 308 138 52 80 7a 0.430",
        "136 253 145 243 176 56 78 4g 0.064",
        "99 203 249 304 133 61 104 7a 0.010",
        "157 249 137 252 172 63 62 0a 0.010",
        "82 216 243 271 149 74 80 7a 0.035",
        "97 218 247 311 147 60 80 7a 0.300",
        "136 247 143 257 160 59 147 0b 0.251",
        "86 231 168 305 162 54 100 3a 0.348",
        "80 233 221 106 148 52 73 3d 0.017",
        "152 295 126 200 146 27 91 4g 0.010",
        "81 213 200 309 131 38 93 7a 0.328",
        "82 215 211 292 168 48 83 7a 0.831",
        "138 271 97 263 80 199 158 !! 0.000",
        "101 206 280 126 128 79 76 !! 0.000",
        "105 249 243 200 113 152 85 !! 0.000",
        "132 270 50 216 204 95 64 !! 0.000",
        "94 210 85 208 191 73 79 !! 0.000",
        "74 272 65 108 140 59 132 !! 0.000",
        "154 239 141 265 48 177 166 !! 0.000",
        "124 214 24 67 89 185 85 !! 0.000",
        "121 253 84 67 141 170 74 !! 0.000",
        "80 238 23 88 147 42 104 !! 0.000",
        "116 187 199 310 181 46 79 !! 0.000",
        "54 242 256 322 180 25 101 !! 0.000",
        "138 276 179 209 124 49 94 4g 0.193",
        "136 247 143 257 160 59 147 0b 0.251",
        "86 231 168 305 162 54 100 3a 0.348",
        "85 173 270 255 157 48 95 &a 0.023",
        "80 188 188 160 161 57 83 3g 0.121",
        "149 216 158 294 158 53 82 0a 0.698",
        "146 271 144 305 132 31 82 4a 0.127",
        "90 162 63 61 99 297 143 5r 0.124",
        "144 252 297 260 169 185 136 2u 0.543",
        "80 233 221 106 148 52 73 3d 0.017",
        "69 271 243 89 182 286 146 7r 0.062",
        "73 253 200 64 154 32 165 7p 0.010",
        "147 262 73 198 199 56 84 6g 0.920",
        "146 264 278 159 182 56 84 2g 0.583",
        "82 202 297 150 205 175 86 1c 0.905",
        "125 191 73 73 115 183 75 6j 0.010",
        "72 156 293 194 175 36 137 1z 0.016",
        "150 211 198 94 204 58 144 4p 0.039",
        "151 204 149 274 180 37 83 #a 0.522",
        "102 280 90 89 224 154 88 5n 0.010",
        "81 195 311 327 166 71 81 1a 0.113",
        "86 222 282 279 220 62 141 1[ 0.661",
        "146 260 276 290 201 58 145 2[ 0.800",
        "92 209 62 78 157 51 150 5p 0.784",
        "81 213 200 309 131 38 93 7a 0.328",
        "162 267 303 335 172 169 74 2h 0.029",
        "149 268 87 63 197 185 88 6n 0.858",
        "72 232 37 39 131 184 82 5j 0.010",
        "141 259 77 79 186 61 146 6p 0.736",
        "131 263 277 158 171 49 143 2z 0.275",
        "83 195 273 45 119 52 96 7d 0.010",
        "142 238 94 283 194 283 90 0k 0.640",
        "76 219 278 162 156 42 86 1g 0.746",
        "147 247 196 85 201 52 92 4d 0.812",
        "150 281 296 283 200 44 72 2a 0.455",
        "82 193 295 182 185 179 146 1t 0.927",
        "74 244 288 284 167 56 152 1b 0.344",
        "88 221 293 293 244 301 153 1o 0.762",
        "75 191 281 148 149 189 85 1f 0.357",
        "140 260 294 284 193 290 147 2o 0.820",
        "160 275 189 287 74 186 148 4s 0.352",
        "140 239 153 302 156 43 146 4b 0.786",
        "155 244 105 54 175 48 83 6d 0.664",
        "90 271 228 306 127 58 79 1L 0.110",
        "146 267 79 80 230 180 90 0i 0.564",
        "142 236 193 97 205 182 98 4n 0.171",
        "161 285 254 40 128 55 78 8d 0.075",
        "82 208 76 57 134 32 79 5d 0.435",
        "68 176 258 245 89 176 65 1e 0.049",
        "82 195 122 254 123 58 77 9a 0.110",
        "97 188 51 68 116 162 153 5q 0.250",
        "78 193 266 268 229 29 98 1m 0.010",
        "74 178 81 190 160 52 149 5z 0.144",
        "84 222 160 313 166 47 148 3b 0.622",
    ];

    [TestCaseSource(nameof(Cases))]
    public void ConformersAreThoseOfSuitename(string line)
    {
        string[] words = line.Split(' ');
        double[] angles = [.. words.Take(7).Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
        (string conformer, double suiteness, string fault) = SuiteReport.Classify(angles);
        Assert.That(conformer, Is.EqualTo(words[7]));
        Assert.That(suiteness, Is.EqualTo(double.Parse(words[8], CultureInfo.InvariantCulture)).Within(0.0006));
        Assert.That(fault.Length > 0, Is.EqualTo(conformer == Suite.Outlier));
    }

    /// <summary>The whole of 1RNA: 26 suites, the same conformers.</summary>
    [Test]
    public void AModelIsNamedAsBySuitename()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", "1rna.cif")).First;
        SuiteReport report = SuiteReport.Compute(model, Coordinates.Of(model));
        string expected = "1a 1a 1a 1a 1a 1a 1a 1a 1a 1c 1L 1a 1a 1L 1a 1a 1a 1a 1L 1a 1a !! 1a 1a 1a !!";
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', report.Suites.Select(s => s.Conformer)), Is.EqualTo(expected));
            Assert.That((report.Outliers, report.OutlierList[0].Name, report.OutlierList[0].Fault), Is.EqualTo((2, "B 24 U", "γ out of range")));
            Assert.That(report.Suites[0].Suiteness, Is.EqualTo(0.309).Within(0.0006));
        });
    }

    /// <summary>Where a chain is broken there is no suite, and DNA has none.</summary>
    [Test]
    public void BreaksAndDnaHaveNoSuites()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", "1rna.cif")).First, dna = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        foreach (Atom atom in model.Atoms.Where(a => model.Residues[a.ResidueIndex].ChainIndex == 0 && model.Residues[a.ResidueIndex].Number > 5))
            atom.Position += new Vec3(0, 0, 3);
        Assert.That(SuiteReport.Compute(model, Coordinates.Of(model)).Count, Is.EqualTo(25));
        Assert.That(SuiteReport.Compute(dna, Coordinates.Of(dna)).Count, Is.Zero);
    }

    [Test]
    public void ProteinHasNoSuites()
    {
        Model model = Restraints.Peptides.Chain(3);
        SuiteReport report = SuiteReport.Compute(model, Coordinates.Of(model));
        Assert.That((report.Count, report.MeanSuiteness), Is.EqualTo((0, (double?)null)));
        Assert.Throws<ArgumentException>(() => SuiteReport.Compute(model, [1.0]));
        Assert.Throws<ArgumentException>(() => SuiteReport.Classify([1.0]));
    }
}

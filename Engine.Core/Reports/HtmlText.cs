using System.Globalization;
using System.Security;
using System.Text;

namespace Engine.Core.Reports;

/// <summary>Puts together HTML. Whatever comes from a file goes through <see cref="Escape"/>; only literals of this program are written as they are.</summary>
internal static class HtmlText
{
    /// <summary>Text as content or as the value of a quoted attribute: &lt; &gt; &amp; and both quotes become entities, control characters but line ends the replacement character.</summary>
    public static string Escape(string? text) =>
        SecurityElement.Escape(text is null ? "" : string.Concat(text.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c)))!;

    /// <summary>A number with a fixed count of digits behind the point; a dash where there is none.</summary>
    public static string Number(double? value, int digits) =>
        value is { } v && double.IsFinite(v) ? v.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "–";

    /// <summary>A whole number with a thin space between thousands.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A coordinate of a drawing: one digit behind the point at most.</summary>
    public static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Adds an invariant interpolated string that holds no text from files.</summary>
    public static StringBuilder Markup(this StringBuilder html, FormattableString markup) => html.Append(FormattableString.Invariant(markup));
}

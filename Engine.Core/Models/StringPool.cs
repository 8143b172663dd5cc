using System.Text;
using System.Text.Unicode;

namespace Engine.Core.Models;

/// <summary>Gives the same string object for the same bytes: a file repeats few names many times.</summary>
internal sealed class StringPool
{
    private string?[] strings = new string?[256];
    private uint[] hashes = new uint[256];
    private int count;

    /// <summary>The string of some bytes: UTF-8, or Latin-1 where that is not valid.</summary>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
            return "";
        if (bytes.Length > 32)
            return Decode(bytes);
        uint hash = 2166136261;
        foreach (byte b in bytes)
            hash = (hash ^ b) * 16777619;
        int mask = strings.Length - 1;
        for (int slot = (int)(hash & mask); ; slot = (slot + 1) & mask)
        {
            string? found = strings[slot];
            if (found == null)
                return Add(slot, hash, Decode(bytes));
            if (hashes[slot] == hash && Same(found, bytes))
                return found;
        }
    }

    /// <summary>Decodes bytes as UTF-8, or as Latin-1 where they are not valid UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private static bool Same(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length != bytes.Length)
            return Ascii.IsValid(bytes) ? false : text == Decode(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (text[i] != bytes[i])
                return false;
        }

        return true;
    }

    private string Add(int slot, uint hash, string text)
    {
        (strings[slot], hashes[slot]) = (text, hash);
        if (++count * 2 > strings.Length)
            Grow();
        return text;
    }

    private void Grow()
    {
        (string?[] oldStrings, uint[] oldHashes) = (strings, hashes);
        strings = new string?[oldStrings.Length * 2];
        hashes = new uint[strings.Length];
        int mask = strings.Length - 1;
        for (int i = 0; i < oldStrings.Length; i++)
        {
            if (oldStrings[i] == null)
                continue;
            int slot = (int)(oldHashes[i] & mask);
            while (strings[slot] != null)
                slot = (slot + 1) & mask;
            (strings[slot], hashes[slot]) = (oldStrings[i], oldHashes[i]);
        }
    }
}

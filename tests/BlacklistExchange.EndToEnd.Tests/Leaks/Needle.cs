using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>A value that must be nowhere, in every form in which it could be written down.</summary>
internal sealed class Needle
{
    private Needle(string name, byte[] value, bool isText)
    {
        Name = name;
        List<(string, byte[])> forms = [("raw", value)];
        if (isText)
        {
            forms.Add(("UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(value))));
            AddBytes(forms, "its SHA-256 ", SHA256.HashData(value));
        }
        AddBytes(forms, "", value);
        Forms = forms;
    }

    public string Name { get; }

    /// <summary>Patterns by the name of the form.</summary>
    public IReadOnlyList<(string Form, byte[] Pattern)> Forms { get; }

    public static Needle Bytes(string name, ReadOnlySpan<byte> value) => new(name, value.ToArray(), isText: false);

    public static Needle Text(string name, string value) => new(name, Encoding.UTF8.GetBytes(value), isText: true);

    private static void AddBytes(List<(string, byte[])> forms, string prefix, byte[] value)
    {
        Dictionary<string, string> texts = new()
        {
            ["hexadecimal"] = Convert.ToHexStringLower(value),
            ["HEXADECIMAL"] = Convert.ToHexString(value),
            ["hexadecimal with dashes"] = BitConverter.ToString(value),
        };
        for (int shift = 0; shift < 3; shift++)
        {
            texts[$"base64 {shift}"] = Aligned(value, shift, Convert.ToBase64String);
            texts[$"base64url {shift}"] = Aligned(value, shift, static bytes => Base64Url.EncodeToString(bytes));
        }
        foreach ((string form, string text) in texts)
        {
            forms.Add((prefix + form, Encoding.ASCII.GetBytes(text)));
            forms.Add((prefix + form + " in UTF-16", Encoding.Unicode.GetBytes(text)));
        }
    }

    /// <summary>The characters that come from the value alone when it begins at byte <paramref name="shift"/> of a triplet and something follows it.</summary>
    private static string Aligned(byte[] value, int shift, Func<byte[], string> encode)
    {
        string text = encode([.. new byte[shift], .. value, 0, 0, 0]);
        int first = (shift * 8 + 5) / 6;
        return text[first..((shift + value.Length) * 8 / 6)];
    }
}

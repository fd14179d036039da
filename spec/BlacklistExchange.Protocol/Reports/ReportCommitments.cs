using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Reports;

/// <summary>The hash commitments inside a report statement (spec/protocol.md §7.2): SHA-256 over a domain tag and fixed fields.</summary>
public static class ReportCommitments
{
    /// <summary>Length of an item's salt in bytes; destroying the salt erases the item while the case stays verifiable.</summary>
    public const int SaltSize = 32;

    /// <summary>SHA-256("bex/item/v1" ‖ salt32 ‖ tag32 ‖ kind u8 ‖ evidence commitment 32).</summary>
    public static byte[] Item(ReadOnlySpan<byte> salt, Tag tag, byte kind, ReadOnlySpan<byte> evidence) =>
        SHA256.HashData(new ByteWriter("bex/item/v1").Fixed(salt, SaltSize).Fixed(tag.ToArray(), Tag.Size).U8(kind).Fixed(evidence, 32).ToArray());

    /// <summary>
    /// SHA-256("bex/evidence/v1" ‖ nonce32 ‖ u16 length ‖ input ‖ SHA-256(bundle)): binds the evidence file and the identifier's canonical
    /// bytes; opened only to an appeal, by showing nonce, input and bundle.
    /// </summary>
    public static byte[] Evidence(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, ReadOnlySpan<byte> bundleSha256) =>
        SHA256.HashData(new ByteWriter("bex/evidence/v1").Fixed(nonce, 32).Bytes16(input).Fixed(bundleSha256, 32).ToArray());

    /// <summary>
    /// SHA-256("bex/right/v1" ‖ text8 type ‖ text8 office ‖ text8 number), for example ("trademark", "CN", "1234567"); upper-case ASCII
    /// letters in the number, no spaces. The same right has the same hash at every member.
    /// </summary>
    /// <exception cref="ArgumentException">A part is empty or longer than 255 bytes, or the number holds a space or a lower-case ASCII letter.</exception>
    public static byte[] Right(string type, string office, string number)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(office);
        ArgumentException.ThrowIfNullOrEmpty(number);
        if (number.Any(static letter => char.IsWhiteSpace(letter) || char.IsAsciiLetterLower(letter)))
        {
            throw new ArgumentException("The number of a right has no spaces and its ASCII letters are upper-case, so that it is the same at every member.", nameof(number));
        }
        return SHA256.HashData(new ByteWriter("bex/right/v1").Text8(type).Text8(office).Text8(number).ToArray());
    }

    /// <summary>
    /// SHA-256("bex/origin/v1" ‖ u16 length ‖ complainant UTF-8 ‖ right32): one complaint forwarded by three platforms has one origin. The
    /// complainant is its registry number where it has one (a USCC), else its exact registered name; for an own finding, the reporter's entity.
    /// </summary>
    public static byte[] Origin(string complainant, ReadOnlySpan<byte> right) =>
        SHA256.HashData(new ByteWriter("bex/origin/v1").Bytes16(Encoding.UTF8.GetBytes(complainant)).Fixed(right, 32).ToArray());
}

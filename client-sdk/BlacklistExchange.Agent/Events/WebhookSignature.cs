using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BlacklistExchange.Agent.Events;

/// <summary>What a receiver verifies (spec/agent.md section 4): the time and HMAC-SHA-256 of time, a full stop and the body.</summary>
internal static class WebhookSignature
{
    public const string Header = "Bex-Signature";
    public const string SequenceHeader = "Bex-Event";

    public static string Of(ReadOnlySpan<byte> secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        string at = unixSeconds.ToString(CultureInfo.InvariantCulture);
        using IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(at + "."));
        hmac.AppendData(body);
        return $"t={at},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}

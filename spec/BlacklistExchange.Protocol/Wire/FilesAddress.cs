using System.Diagnostics.CodeAnalysis;

namespace BlacklistExchange.Protocol.Wire;

/// <summary>What <see cref="MemberBundle.FilesUrl"/> may be: files lie there beneath the same path as at the hub (spec/protocol.md §8.5), so it is a scheme, a host and a port.</summary>
public static class FilesAddress
{
    /// <summary>True for an https address without user, path, query or fragment.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Uri? address)
    {
        address = Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) && parsed.Scheme == Uri.UriSchemeHttps && parsed is { UserInfo: "", PathAndQuery: "/", Fragment: "" } ? parsed : null;
        return address is not null;
    }

    /// <summary>As <see cref="TryParse"/>, without the address.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) => TryParse(text, out _);
}

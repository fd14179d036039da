using System.Net;
using System.Net.Sockets;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Access;

/// <summary>One way in which a member's port was used.</summary>
/// <param name="Member">Whose key it was.</param>
/// <param name="Certificate">SHA-256 of the key, hexadecimal.</param>
/// <param name="Address">From where, as <see cref="Sightings.Coarse"/> writes it.</param>
/// <param name="Admitted">False: turned away at the gate.</param>
internal sealed record Sighting(string Member, string Certificate, string Address, bool Admitted);

/// <summary>
/// Which key of which member came from where, counted in memory for the record of use. Nothing is decided by an address: behind a balancer it is the balancer's.
/// </summary>
internal sealed class Sightings
{
    /// <summary>The address that stands for those beyond as many as are kept.</summary>
    public const string Others = "others";

    private const int Keys = 4_096;
    private const int Network = 8;

    public Tally<Sighting> Counts { get; } = new(Keys, static seen => seen with { Address = Others });

    public void Note(string member, byte[] spkiSha256, IPAddress? address, bool admitted) =>
        Counts.Add(new Sighting(member, Convert.ToHexStringLower(spkiSha256), address is null ? Others : Coarse(address), admitted));

    /// <summary>IPv4 whole; of IPv6 the first 64 bits, since one machine takes as many of the rest as it likes.</summary>
    public static string Coarse(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }
        if (address.AddressFamily == AddressFamily.InterNetwork || IPAddress.IsLoopback(address))
        {
            return address.ToString();
        }
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(Network).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}

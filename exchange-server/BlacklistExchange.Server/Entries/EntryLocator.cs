using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Problems;

namespace BlacklistExchange.Server.Entries;

/// <summary>Turns what the desk names, an entry key on a list, into the address that the hub derives from it. The key goes no further.</summary>
internal static class EntryLocator
{
    /// <summary>The desk's ways are for regulators.</summary>
    public static Refusal? RequireDesk(Member member) => member.Role == Member.RegulatorRole ? null
        : new Refusal(ProblemTypes.RoleNotAllowed, "Only the desk, a member of role regulator, asks for an entry's state or disputes it. Send the person to the operator.");

    public static Outcome<EntryAddress> Locate(string list, uint epoch, string kindName, string entryKey)
    {
        if (!IdentifierKinds.TryGetByName(kindName, out IdentifierKind kind))
        {
            return new Refusal(ProblemTypes.InvalidField, "There is no such identifier kind.") { Field = "kind" };
        }
        if (!WireBytes.Key(entryKey, "entry_key").TryGet(out EntryKey? key, out Refusal? refusal))
        {
            return refusal;
        }
        using (key)
        {
            return new EntryAddress(list, epoch, (byte)kind, key.DeriveTag());
        }
    }

    /// <summary>The list and epoch that the desk names are there.</summary>
    public static Refusal? RequireEpoch(bool known, EntryAddress address) => known ? null
        : new Refusal(ProblemTypes.NotFound, $"There is no epoch {address.Epoch} of a list '{Shown(address.List)}' with keys for this kind.") { Field = "epoch" };

    // The name comes from the caller: it goes back short and without controls.
    private static string Shown(string name) => BlacklistExchange.Protocol.Wire.Slug.IsValid(name) ? name : "?";
}

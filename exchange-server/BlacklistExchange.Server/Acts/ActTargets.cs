using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;

namespace BlacklistExchange.Server.Acts;

/// <summary>One entry that an act is to change, and the words it is changed with.</summary>
internal sealed record ActedEntry(Entry Entry, ActTarget Target);

/// <summary>Finds what an act's targets name and collects what is wrong with them, by line. Nothing is changed here.</summary>
internal sealed class ActTargets
{
    /// <summary>Most targets of one act.</summary>
    public const int MaxTargets = 10_000;

    /// <summary>Most entries of one act: all of them change in one transaction, while reports wait.</summary>
    public const int MaxEntries = 20_000;

    private const int ShownFaults = 20;
    private readonly List<string> _faults = [];
    private readonly Dictionary<EntryAddress, ActedEntry> _entries = [];

    /// <summary>Each entry once, however many lines lead to it.</summary>
    public IReadOnlyCollection<ActedEntry> Entries => _entries.Values;

    /// <summary>The first lines at fault, for people; null when there is none.</summary>
    public string? Faults => _faults.Count == 0 ? null
        : string.Join("; ", _faults.Take(ShownFaults)) + (_faults.Count > ShownFaults ? $"; and {_faults.Count - ShownFaults} more lines" : "") + ". Nothing was changed.";

    public static ActTargets Find(DbConnection connection, DbTransaction transaction, EntryLedger ledger, ActVerb verb, IReadOnlyList<ActTarget> targets)
    {
        ActTargets found = new();
        foreach (ActTarget target in targets)
        {
            if (TryResolve(connection, transaction, target, out IReadOnlyList<EntryAddress>? addresses, out string? fault))
            {
                found.Add(ledger, verb, target, addresses);
            }
            else
            {
                found._faults.Add($"line {target.Line}: {fault}");
            }
        }
        if (found._entries.Count > MaxEntries)
        {
            found._faults.Add($"the lines stand for {found._entries.Count} entries; one act changes at most {MaxEntries}: split the file");
        }
        return found;
    }

    private void Add(EntryLedger ledger, ActVerb verb, ActTarget target, IReadOnlyList<EntryAddress> addresses)
    {
        foreach (EntryAddress address in addresses)
        {
            if (_entries.ContainsKey(address))
            {
                continue;
            }
            Entry entry = ledger.Find(address)!;
            if (ActRules.Refuse(verb, entry) is { } refused)
            {
                _faults.Add($"line {target.Line}: entry {address.Tag}: {refused}");
                return;
            }
            _entries.Add(address, new ActedEntry(entry, target));
        }
    }

    private static bool TryResolve(
        DbConnection connection, DbTransaction transaction, ActTarget target, [NotNullWhen(true)] out IReadOnlyList<EntryAddress>? addresses, [NotNullWhen(false)] out string? fault)
    {
        addresses = null;
        fault = ActRules.FaultOfGround(target.Ground) ?? ActRules.FaultOfReference(target.Reference);
        if (fault is not null)
        {
            return false;
        }
        bool byEntry = target.List is not null || target.Kind is not null || target.Tag is not null || target.Epoch is not null;
        if (byEntry == target.Report is not null)
        {
            fault = "name either a report or an entry by list, kind and tag";
            return false;
        }
        addresses = byEntry ? ByEntry(connection, transaction, target, out fault) : ByReport(connection, transaction, target.Report!, out fault);
        return fault is null;
    }

    private static IReadOnlyList<EntryAddress>? ByEntry(DbConnection connection, DbTransaction transaction, ActTarget target, out string? fault)
    {
        fault = !Slug.IsValid(target.List) ? "the list is missing or not a name"
            : !IdentifierKinds.TryGetByName(target.Kind, out _) ? "the kind is missing or not an identifier kind"
            : !Tag.TryParse(target.Tag, out _) ? "the tag is missing or not 64 hexadecimal digits"
            : null;
        if (fault is not null || !IdentifierKinds.TryGetByName(target.Kind, out IdentifierKind kind) || !Tag.TryParse(target.Tag, out Tag tag))
        {
            return null;
        }
        IReadOnlyList<EntryAddress> addresses = ActSql.AddressesOf(connection, transaction, target.List!, (byte)kind, tag, target.Epoch);
        fault = addresses.Count > 0 ? null
            : $"no entry of list {target.List}{(target.Epoch is { } epoch ? $", epoch {epoch}" : "")} and kind {target.Kind} has this tag: only what was reported can be acted on";
        return addresses;
    }

    private static IReadOnlyList<EntryAddress>? ByReport(DbConnection connection, DbTransaction transaction, string report, out string? fault)
    {
        int slash = report.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Slug.IsValid(report[..slash]) || !Guid.TryParse(report.AsSpan(slash + 1), out Guid reportId))
        {
            fault = "the report is not of the form member/report-id";
            return null;
        }
        IReadOnlyList<EntryAddress> addresses = ActSql.AddressesOf(connection, transaction, report[..slash], reportId);
        fault = addresses.Count > 0 ? null : "there is no such report, or it is withdrawn or of an epoch that is gone";
        return addresses;
    }
}

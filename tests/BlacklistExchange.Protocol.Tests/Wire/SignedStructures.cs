using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace BlacklistExchange.Protocol.Tests.Wire;

/// <summary>Reads bytes and writes again what was read; null when they are refused.</summary>
internal delegate byte[]? Reread(byte[] bytes);

/// <summary>The registry of signed structures: one line here and a structure inherits every contract test of its encoding.</summary>
internal static class SignedStructures
{
    public static IReadOnlyDictionary<string, (Gen<byte[]> Make, Reread Again)> All { get; } = new Dictionary<string, (Gen<byte[]>, Reread)>
    {
        [EpochDescriptor.Domain] = (Generate.Descriptor.Select(static value => value.Encode()), static bytes => EpochDescriptor.TryDecode(bytes, out EpochDescriptor value) ? value.Encode() : null),
        [ReportStatement.Domain] = (Generate.Report.Select(static value => value.Encode()), static bytes => ReportStatement.TryDecode(bytes, out ReportStatement value) ? value.Encode() : null),
        [RetractionStatement.Domain] = (Generate.Retraction.Select(static value => value.Encode()), static bytes => RetractionStatement.TryDecode(bytes, out RetractionStatement value) ? value.Encode() : null),
        [RenewalStatement.Domain] = (Generate.Renewal.Select(static value => value.Encode()), static bytes => RenewalStatement.TryDecode(bytes, out RenewalStatement value) ? value.Encode() : null),
        [Receipt.Domain] = (Generate.Receipt.Select(static value => value.Encode()), static bytes => Receipt.TryDecode(bytes, out Receipt value) ? value.Encode() : null),
        [Manifest.Domain] = (Generate.Manifest.Select(static value => value.Encode()), static bytes => Manifest.TryDecode(bytes, out Manifest value) ? value.Encode() : null),
    };

    public static TheoryData<string> Names => [.. All.Keys];
}

using System.Data.Common;
using System.Text.Json.Serialization;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Soundness;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>Looks whether database, files and signatures agree. Needs no running hub and disturbs none: it reads one state and repairs nothing.</summary>
internal static class FsckHub
{
    /// <param name="Folder">The data folder.</param>
    /// <param name="Shares">Of two officers, where the KEK is split.</param>
    /// <param name="WithoutKek">Leaves out what the KEK opens.</param>
    /// <param name="All">Every row where a sample is taken otherwise.</param>
    public sealed record Request(DataFolder Folder, IReadOnlyList<string> Shares, bool WithoutKek, bool All);

    /// <summary>Throws <see cref="SetupException"/> when the folder, the database or the KEK cannot be had at all.</summary>
    public static FsckResponse Run(Request request, TimeProvider time, CopyProgress progress)
    {
        HubOptions options = HubSettings.Read(request.Folder, []);
        StoreEngine engine = StoreEngine.Of(options, request.Folder);
        engine.RequireReady();
        string folder = request.Folder.At(options.KeyFolder);
        using Kek? kek = request.WithoutKek ? null : Open(request, options, folder);
        try
        {
            Migrations.RequireCurrent(engine, Migrations.Embedded(engine));
            using Scene scene = new(engine, new SnapshotFiles(request.Folder, options), options, kek, kek is null ? null : new KeyFolder(folder, kek), request.All, time, progress);
            FsckCheck[] checks = [.. CheckAll.Run(scene).Select(static finding => new FsckCheck(finding.Check, finding.Looked, finding.Faults, finding.Left, finding.Kept))];
            return new FsckResponse(engine.Place, checks.Sum(static check => check.Faults), checks);
        }
        catch (Exception exception) when (exception is DbException or StoreUnavailableException)
        {
            throw new SetupException($"Database: {engine.Place} cannot be opened: {exception.Message}", exception);
        }
    }

    private static Kek Open(Request request, HubOptions options, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SetupException($"KeyFolder: {folder} does not exist. Look without it: --without-kek");
        }
        if (!options.Kek.Officers)
        {
            return KekSource.Read(options.Kek, request.Folder);
        }
        if (request.Shares.Count == 0)
        {
            throw new SetupException("The KEK is split among officers: name two shares with --share, or leave out what it opens: --without-kek");
        }
        (PinnedSecret secret, _) = OfficersPresent.Combine(request.Shares, OpenKek.Require(folder), options.Exchange);
        using (secret)
        {
            return new Kek(secret);
        }
    }
}

/// <summary>What was looked at and what does not agree.</summary>
/// <param name="Database">Where the rows are.</param>
/// <param name="Faults">Of all checks.</param>
/// <param name="Checks">In their order.</param>
internal sealed record FsckResponse(string Database, long Faults, IReadOnlyList<FsckCheck> Checks);

/// <param name="Check">Its name.</param>
/// <param name="Looked">Rows, files or keys that were looked at.</param>
/// <param name="Faults">How many are wrong.</param>
/// <param name="Left">What was not looked at, and why.</param>
/// <param name="Found">The first faults in words.</param>
internal sealed record FsckCheck(string Check, long Looked, long Faults, string? Left, IReadOnlyList<string> Found);

[JsonSerializable(typeof(FsckResponse))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
internal sealed partial class FsckJson : JsonSerializerContext;

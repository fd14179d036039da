using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Copies;

/// <summary>The first member of a backup (spec/backup.md).</summary>
/// <param name="Format">Of this file: <see cref="BackupFormat.Version"/>.</param>
/// <param name="Exchange">Name of the exchange.</param>
/// <param name="Engine">What it was taken from: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="TakenAt">Unix seconds; everything that was acknowledged before is in it.</param>
/// <param name="Program">Version of bex-hub that took it.</param>
/// <param name="Migrations">What had been applied, with the digests of that engine's scripts.</param>
/// <param name="Tables">In the order of the file.</param>
internal sealed record BackupHeader(
    int Format, string Exchange, string Engine, long TakenAt, string Program, IReadOnlyList<BackupMigration> Migrations, IReadOnlyList<BackupTable> Tables);

/// <summary>A migration that had been applied, with the SHA-256 of its script's text.</summary>
internal sealed record BackupMigration(long Number, string Name, string Sha256);

internal sealed record BackupTable(string Name, long Rows, IReadOnlyList<BackupColumn> Columns)
{
    public static BackupTable Of(CopiedTable table, long rows) =>
        new(table.Name, rows, [.. table.Columns.Select(static column => new BackupColumn(column.Name, Word(column.Type)))]);

    /// <summary>The same table, column for column.</summary>
    public bool Is(CopiedTable table) => Name == table.Name && Columns.SequenceEqual(Of(table, Rows).Columns);

    private static string Word(ColumnType type) => type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Text => "text",
        _ => "blob",
    };
}

/// <summary>A column, whose type is <c>integer</c>, <c>text</c> or <c>blob</c>.</summary>
internal sealed record BackupColumn(string Name, string Type);

/// <summary>The last member.</summary>
/// <param name="Length">Of everything before this member.</param>
/// <param name="Sha256">Of the same bytes.</param>
internal sealed record BackupEnd(long Length, string Sha256);

[JsonSerializable(typeof(BackupHeader))]
[JsonSerializable(typeof(BackupEnd))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, WriteIndented = true, NewLine = "\n")]
internal sealed partial class BackupJson : JsonSerializerContext;

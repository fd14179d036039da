using System.CommandLine;
using System.Text.Json.Nodes;
using BlacklistExchange.Cli.Queries;
using BlacklistExchange.Cli.Terminal;
using BlacklistExchange.Protocol.Identifiers;

namespace BlacklistExchange.Cli.Commands;

/// <summary>
/// <c>bex identifier check</c>: canonical form or reason, offline. It is the one command that prints identifiers, since that is what it is asked for; --quiet leaves them out.
/// </summary>
internal static class IdentifierCheckCommand
{
    public static Command Create(CliEnvironment environment, GlobalOptions globals)
    {
        SourceOptions source = new();
        Option<string?> kind = KindOption.Create(required: true);
        Option<string?> ns = KindOption.CreateNamespace();
        Option<bool> quiet = new("--quiet") { Description = "Print only bad lines, and no identifier." };
        Command command = new("check", "Show the canonical form of identifiers, or why they have none. Offline; nothing is sent.") { kind, ns, quiet };
        source.AddTo(command);
        CommandRun.Bind(command, environment, globals, (run, cancellationToken) =>
            Task.FromResult(Check(run, source, KindOption.Parse(run.Value(kind)), run.Value(ns), run.Value(quiet), cancellationToken)));
        return command;
    }

    private static int Check(CommandRun run, SourceOptions options, IdentifierKind kind, string? ns, bool quiet, CancellationToken cancellationToken)
    {
        KindOption.RequireNamespace(kind, !string.IsNullOrEmpty(ns));
        string[] columns = run.Value(options.Column) is { } column ? [column] : [];
        using InputSource source = InputSource.Open(run, options, columns, null, IdentifierKinds.Name(kind));
        (int good, int bad, int fabricated) = (0, 0, 0);
        while (source.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IdentifierRefusal? refusal = null;
            Identifier? identifier = null;
            if (row.Fault is null && Identifier.TryParse(kind, row.Cells[0], ns, out identifier, out refusal))
            {
                good++;
            }
            else
            {
                bad++;
                fabricated += refusal is { LooksFabricated: true } ? 1 : 0;
            }
            if (!quiet || identifier is null)
            {
                Print(run, source.IsSingle, row, quiet ? null : identifier, refusal);
            }
        }
        if (!source.IsSingle)
        {
            run.Remark($"{good} in canonical form, {bad} bad lines{(fabricated > 0 ? $", of which {fabricated} look fabricated" : "")}.");
        }
        return bad == 0 ? ExitCode.Clear : ExitCode.BadLines;
    }

    private static void Print(CommandRun run, bool isSingle, InputRow row, Identifier? identifier, IdentifierRefusal? refusal)
    {
        if (run.Json)
        {
            run.Say(new JsonObject
            {
                ["line"] = row.Line,
                ["kind"] = identifier?.ToString(),
                ["namespace"] = identifier is { Namespace.Length: > 0 } ? identifier.Namespace : null,
                ["canonical"] = identifier?.RevealValue(),
                ["code"] = row.Fault is null ? refusal?.Code : "line",
                ["position"] = refusal?.Position,
                ["reason"] = row.Fault ?? refusal?.Message,
                ["looks_fabricated"] = refusal?.LooksFabricated ?? false,
            });
            return;
        }
        string place = isSingle ? "" : $"line {row.Line}: ";
        run.Say(identifier is not null ? place + DisplayWidth.Harmless(identifier.RevealValue()) : place + BadLine.Describe(row.Fault, refusal));
    }
}

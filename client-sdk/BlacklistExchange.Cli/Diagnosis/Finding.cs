using System.Text.Json.Nodes;

namespace BlacklistExchange.Cli.Diagnosis;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="What">What was found.</param>
/// <param name="Do">What to do; null when all is well.</param>
/// <param name="ExitCode">What it means for the exit code.</param>
internal sealed record Finding(string Subject, FindingState State, string What, string? Do = null, int ExitCode = 0)
{
    public static Finding Well(string subject, string what) => new(subject, FindingState.Ok, what);

    public static Finding Attention(string subject, string what, string @do) => new(subject, FindingState.Attention, what, @do, Cli.ExitCode.Uncertain);

    public static Finding Broken(string subject, string what, string @do, int exitCode) => new(subject, FindingState.Broken, what, @do, exitCode);

    public JsonObject ToJson() => new() { ["subject"] = Subject, ["state"] = Terminal.KebabName.Of(State), ["what"] = What, ["do"] = Do };
}

using System.Text.Json;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>The file an operator hands a member. It holds no secret.</summary>
internal static class BundleFile
{
    /// <summary>Refuses before the hub is asked: an enrolment whose bundle cannot be written helps nobody.</summary>
    public static void RequireRoom(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder) || Directory.Exists(path))
        {
            throw new SetupException($"--out {path}: name a file in a folder that exists.");
        }
    }

    public static void Write(string path, EnrolledResponse enrolled)
    {
        try
        {
            File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(enrolled.Bundle, WireJson.Default.MemberBundle));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"'{enrolled.Bundle.Member}' is enrolled, but {path} cannot be written: {exception.Message} Make the file anew: bex-hub member renew {enrolled.Bundle.Member} --csr … --out …", exception);
        }
    }

    public static string Text(string path, EnrolledResponse enrolled) => $"""
        {enrolled.Bundle.Member} ({enrolled.Bundle.Role} of {enrolled.Bundle.Entity}): bundle written to {path}. The member runs: bex profile import {Path.GetFileName(path)}

        {new TextTable("List", "Kind", ">Burst", ">Day", ">Epoch", ">Years to sweep").Rows(enrolled.Budgets, static line =>
            [line.List, line.Kind, line.Burst, line.Day, line.Epoch, Years(line.YearsToSweep)])}
        """;

    public static string? Years(double? years) => years is null ? null : years.Value.ToString(years < 10 ? "0.0" : "N0");
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using BlacklistExchange.Client;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Telemetry;
using BlacklistExchange.Server.Tests;
using Dapper;
using Microsoft.Extensions.Logging;

namespace BlacklistExchange.EndToEnd.Tests.Leaks;

/// <summary>Nothing that must stay with a member, and no key of the hub, is anywhere where it could be read later.</summary>
public sealed class LeakTests
{
    [Fact]
    public async Task Keeps_no_identifier_blind_entry_key_or_epoch_key_in_anything_that_is_written_down()
    {
        await using LeakRun run = await LeakRun.StartAsync();
        run.PlantEpochKeys();
        EnrolledMember raw = await run.World.Hub.EnrolAsync("raw");
        using EntryKey phone = await run.PlantEntryKeyAsync(raw, IdentifierKind.Phone, LeakRun.PhoneDigits);
        using EntryKey resident = await run.PlantEntryKeyAsync(raw, IdentifierKind.ResidentId, LeakRun.ResidentId);
        using EntryKey other = await run.PlantEntryKeyAsync(raw, IdentifierKind.Phone, LeakRun.OtherPhone);

        await UseAsync(run);
        await RefusedAsync(run, raw, phone);
        await RunBexAsync(run);
        await BreakAsync(run);
        await run.GatherAsync();

        // The places are what they claim to be.
        Assert.Contains(run.World.Hub.Log.Lines, static line => line.Contains("Incident", StringComparison.Ordinal));
        Assert.Contains(run.Haystack.Places, static place => place.StartsWith("OTLP", StringComparison.Ordinal) && place.Contains("Trace", StringComparison.Ordinal));
        Assert.Contains(run.Haystack.Places, static place => place.StartsWith("OTLP", StringComparison.Ordinal) && place.Contains("Metrics", StringComparison.Ordinal));
        Assert.Contains(run.Haystack.Places, static place => place.StartsWith("the members' folders", StringComparison.Ordinal) && place.Contains("vault", StringComparison.Ordinal));
        Assert.Contains(run.Haystack.Places, static place => place.StartsWith("the hub's folder", StringComparison.Ordinal) && place.Contains("snapshots", StringComparison.Ordinal));
        Assert.NotEmpty(run.Haystack.Find(Needle.Text("the list's name", "goods")));
        Assert.Empty(run.Needles.SelectMany(run.Haystack.Find));
    }

    [Fact]
    public async Task Returns_every_place_into_which_a_value_is_planted()
    {
        await using LeakRun run = await LeakRun.StartAsync();
        byte[] value = RandomNumberGenerator.GetBytes(32);
        string hex = Convert.ToHexStringLower(value);
        ExchangeClient client = await run.ClientAsync("alpha");
        await run.World.PublishAsync();
        await client.SyncAsync();

        run.World.Hub.Service<ILogger<LeakTests>>().LogTrace("Planted {Value}", hex);
        Counter<long> counter = run.World.Hub.Service<HubMeter>().Meter.CreateCounter<long>("bex.planted");
        counter.Add(1, new KeyValuePair<string, object?>("value", hex));
        foreach (string name in (string[])["Microsoft.AspNetCore", "BlacklistExchange.Client"])
        {
            using ActivitySource source = new(name);
            using Activity? span = source.StartActivity("planted", ActivityKind.Server);
            Assert.NotNull(span);
            span.SetTag("value", hex);
        }
        await run.World.Hub.Store.WriteAsync((connection, transaction) => connection.Execute(
            "INSERT INTO evaluation_request (member, request_id, body, at, units) VALUES ('alpha', randomblob(16), @value, 1, 1)", new { value }, transaction), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(run.World.Members, "planted.txt"), Convert.ToBase64String([1, .. value]));
        await run.CatchAsync(() => throw new HubUnreachableException($"planted {hex}"));
        await run.GatherAsync();

        IReadOnlyList<string> found = run.Haystack.Find(Needle.Bytes("planted", value));
        foreach (string place in (string[])["the hub's log", "spans", "measurements", "/metrics", "exceptions", "hub.db", "hub.db-wal", "planted.txt", "TraceService", "MetricsService"])
        {
            Assert.Contains(found, line => line.Contains(place, StringComparison.Ordinal));
        }
    }

    /// <summary>What members do all day.</summary>
    private static async Task UseAsync(LeakRun run)
    {
        ExchangeClient alpha = await run.ClientAsync("alpha");
        ExchangeClient beta = await run.ClientAsync("beta");
        ExchangeClient desk = await run.ClientAsync("desk", "regulator");
        Identifier phone = Identifier.Parse(IdentifierKind.Phone, LeakRun.PhoneDigits);
        Identifier resident = Identifier.Parse(IdentifierKind.ResidentId, LeakRun.ResidentId);
        await run.World.PublishAsync();
        Assert.Equal(Verdict.NotListed, (await alpha.QueryAsync(phone, Purposes.SignUp)).Verdict);
        await alpha.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, phone, resident));
        Receipt second = await beta.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, phone, resident));
        Assert.Equal(EntryState.Listed, second.Items[0].State);
        await run.World.PublishAsync();
        await alpha.SyncAsync();
        Assert.Equal(Verdict.Listed, (await alpha.QueryAsync(phone, Purposes.SignUp)).Verdict);
        await alpha.QueryApplicantAsync([phone, resident], Purposes.SignUp);
        await desk.GetEntryStateAsync(phone);
        await desk.OpenDisputeAsync(phone, "They bought the number later.", "D-1");
        await run.CatchAsync(() => alpha.OpenDisputeAsync(phone, "Not a desk.", "D-2"));
        await beta.RetractAsync(second.ReportId, 1);
        await run.World.PublishAsync();
        await beta.SyncAsync();
    }

    /// <summary>What members do wrong: secrets in places where they do not belong.</summary>
    private static async Task RefusedAsync(LeakRun run, EnrolledMember raw, EntryKey phone)
    {
        string key = System.Buffers.Text.Base64Url.EncodeToString(phone.Reveal());
        string zeros = new('A', 86);
        foreach (string secret in (string[])[LeakRun.PhoneDigits, LeakRun.ResidentId, key])
        {
            foreach (string path in (string[])[$"/v1/lists/{secret}/epochs", $"/v1/lists/goods/epochs?phone={secret}", $"/v1/files/{secret}", $"/{secret}"])
            {
                using HttpResponseMessage answer = await raw.Http.GetAsync(path);
            }
            using HttpRequestMessage asked = new(HttpMethod.Get, Routes.Lists) { Version = raw.Http.DefaultRequestVersion };
            asked.Headers.Add("User-Agent", secret);
            asked.Headers.Add("X-Phone", secret);
            using HttpResponseMessage headed = await raw.Http.SendAsync(asked);
            await run.PostAsync(raw, Routes.Evaluate, JsonSerializer.Serialize(new EvaluateRequest(Guid.NewGuid(), secret, [new EvaluateGroup(secret, 1, secret, secret)]), WireJson.Default.EvaluateRequest));
            await run.PostAsync(raw, Routes.Evaluate, JsonSerializer.Serialize(new EvaluateRequest(Guid.NewGuid(), Purposes.SignUp, [new EvaluateGroup(secret, 1, secret, secret)]), WireJson.Default.EvaluateRequest));
            await run.PostAsync(raw, Routes.Reports, JsonSerializer.Serialize(new ReportRequest(new SignedBytes(secret, zeros), [new ReportSecret(secret, secret)]), WireJson.Default.ReportRequest));
            await run.PostAsync(raw, Routes.EntryState, JsonSerializer.Serialize(new EntryStateRequest(secret, 1, secret, secret), WireJson.Default.EntryStateRequest));
        }
    }

    /// <summary>The command line, with identifiers from standard input and files.</summary>
    private static async Task RunBexAsync(LeakRun run)
    {
        string profile = Path.Combine(run.World.Members, "alpha");
        string rows = $"name,phone\nshop one,{LeakRun.OtherPhone}\nshop two,{LeakRun.PhoneDigits}\nshop three,{LeakRun.PhoneDigits}9\n";
        string month = Month.Of(run.World.Hub.Time.GetUtcNow()).ToString();
        string cases = $"case_id,kind,identifier,category,evidence_type,observed\nc-1,phone,{LeakRun.OtherPhone},counterfeit,platform-adjudication,{month}\n";
        using TempFolder files = new();
        await File.WriteAllTextAsync(files.At("cases.csv"), cases);
        await run.BexAsync(rows, "query", "--profile", profile, "--csv", "-", "--column", "phone", "--kind", "phone", "--key", "name", "--out", Path.Combine(run.World.Members, "answers.csv"));
        await run.BexAsync(rows, "query", "--profile", profile, "--csv", "-", "--column", "phone", "--kind", "phone", "--key", "name", "--json");
        await run.BexAsync(LeakRun.PhoneDigits + "\n", "query", "--profile", profile, "--kind", "phone");
        await run.BexAsync("", "query", "--profile", profile, "--kind", "phone", LeakRun.PhoneDigits);
        await run.BexAsync("", "report", files.At("cases.csv"), "--profile", profile, "--dry-run");
        await run.BexAsync("", "report", files.At("cases.csv"), "--profile", profile);
        foreach (string command in (string[])["sync", "budget", "doctor"])
        {
            await run.BexAsync("", command, "--profile", profile);
        }
        Assert.True(File.Exists(Path.Combine(run.World.Members, "answers.csv")));
        Assert.Contains("shop two", await File.ReadAllTextAsync(Path.Combine(run.World.Members, "answers.csv")), StringComparison.Ordinal);
    }

    /// <summary>Faults inside the hub while it holds entry keys and elements.</summary>
    private static async Task BreakAsync(LeakRun run)
    {
        ExchangeClient gamma = await run.ClientAsync("gamma");
        Identifier phone = Identifier.Parse(IdentifierKind.Phone, LeakRun.PhoneDigits);
        Identifier resident = Identifier.Parse(IdentifierKind.ResidentId, LeakRun.ResidentId);
        await gamma.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, resident));
        await ExecuteAsync(run, "UPDATE entry SET wrapped_key = randomblob(length(wrapped_key))");
        await run.CatchAsync(() => gamma.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, phone, resident)));
        await ExecuteAsync(run, "ALTER TABLE report_item RENAME TO gone");
        await run.CatchAsync(() => gamma.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, phone)));
        await ExecuteAsync(run, "ALTER TABLE gone RENAME TO report_item");
        await ExecuteAsync(run, "ALTER TABLE evaluation_request RENAME TO gone");
        await run.CatchAsync(() => gamma.ReportAsync(run.World.Case(EvidenceType.PlatformAdjudication, Identifier.Parse(IdentifierKind.Phone, LeakRun.OtherPhone))));
        await ExecuteAsync(run, "ALTER TABLE gone RENAME TO evaluation_request");
    }

    private static Task ExecuteAsync(LeakRun run, string sql) =>
        run.World.Hub.Store.WriteAsync((connection, transaction) => connection.Execute(sql, transaction: transaction), CancellationToken.None);
}

using System.Net;
using System.Text.RegularExpressions;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Officers;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.Tests.Officers;

public sealed partial class SealedStartTests
{
    [Fact]
    public async Task Waits_alive_and_not_ready_until_two_officers_came()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        Assert.False(File.Exists(world.Kek));
        Task serving = await world.SealedAsync();
        await Answers.EventuallyAsync(() => world.Hub.Log.Lines.Any(static line => line.StartsWith("1550 sealed", StringComparison.Ordinal)), "the event");
        using HttpClient open = new() { BaseAddress = new Uri(Address().Match(world.Hub.Log.Lines.Single(static line => line.StartsWith("1550 ", StringComparison.Ordinal))).Value) };
        Assert.Equal("alive\n", await open.GetStringAsync(Routes.Live));
        foreach (string path in (string[])[Routes.Ready, Routes.Root, "/metrics"])
        {
            HttpResponseMessage answer = await open.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("sealed: waits for officers\n", await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(world.Hub.Folder.OfficersSocket));
        Assert.Contains("sealed", Assert.Throws<SetupException>(() => HubAddresses.Read(world.Hub.Folder)).Message, StringComparison.Ordinal);
        Assert.True(ShowOfficersCommand.Of(world.Hub.Folder).Waiting);

        Assert.Equal(ShareVerdict.Waiting, (await world.BringAsync(world.Share(1, 3))).Verdict);
        Assert.False(serving.IsCompleted);
        Assert.Equal(ShareVerdict.Unsealed, (await world.BringAsync(world.Share(1, 1))).Verdict);
        await serving;
        await world.RequireOpenAsync();
        Assert.False(File.Exists(world.Hub.Folder.OfficersSocket));
        Assert.Equal(["chen, olivia kek/1"], await world.AuditAsync("officer unseal"));
        Assert.Contains(world.Hub.Log.Lines, static line => line.StartsWith("1554 unsealed Unsealed by chen and olivia.", StringComparison.Ordinal));
        using HttpClient alpha = world.Hub.Client(world.Alpha.Certificate);
        Assert.Equal(HttpStatusCode.OK, (await alpha.GetAsync(Routes.Lists)).StatusCode);
    }

    /// <summary>Off loopback the public port speaks TLS, and its real key is still sealed.</summary>
    [Fact]
    public async Task Answers_a_probe_over_tls_with_a_certificate_of_the_moment()
    {
        await using SealedPort port = await SealedPort.OpenAsync(new PortOptions(), plain: false, TimeProvider.System, CancellationToken.None);
        using HttpClient probe = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, certificate, _, _) => certificate!.Subject == "CN=sealed bex-hub" }) { BaseAddress = port.Address };
        Assert.Equal("https", port.Address.Scheme);
        Assert.Equal(HttpStatusCode.OK, (await probe.GetAsync(Routes.Live)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await probe.GetAsync(Routes.Ready)).StatusCode);
        using HttpClient member = new() { BaseAddress = port.Address };
        await Assert.ThrowsAsync<HttpRequestException>(() => member.GetAsync(Routes.Live));
    }

    [Fact]
    public async Task Refuses_a_wrong_share_in_words_and_keeps_the_right_one()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        string mistyped = world.At("mistyped.txt");
        string text = await File.ReadAllTextAsync(world.Share(1, 2));
        int at = text.IndexOf("\n3: ", StringComparison.Ordinal) + 4;
        await File.WriteAllTextAsync(mistyped, $"{text[..at]}{(text[at] == '0' ? '1' : '0')}{text[(at + 1)..]}");
        Task serving = await world.SealedAsync();
        Assert.Equal(ShareVerdict.Waiting, (await world.BringAsync(world.Share(1, 1))).Verdict);
        ShareAnswer answer = await world.BringAsync(mistyped);
        Assert.Equal((ShareVerdict.Refused, "Line 3 is mistyped: its check digits do not fit."), (answer.Verdict, answer.Message));
        Assert.Contains("is here already", (await world.BringAsync(world.Share(1, 1))).Message, StringComparison.Ordinal);
        Assert.False(serving.IsCompleted);
        Assert.Equal(ShareVerdict.Unsealed, (await world.BringAsync(world.Share(1, 2))).Verdict);
        await serving;
        Assert.Equal(2, world.Hub.Log.Lines.Count(static line => line.StartsWith("1552 share-refused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ends_cleanly_when_it_is_told_to_stop_while_it_waits()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        using CancellationTokenSource stop = new();
        HubOptions options = HubSettings.Read(world.Hub.Folder, ["Member:Port=0", "Operator:Port=0", "Public:Port=0"]);
        Task<HubHost> starting = HubHost.StartAsync(world.Hub.Folder, options, new HubSurroundings(world.Hub.Time, static _ => { }, static _ => { }), stop.Token);
        await Answers.EventuallyAsync(() => File.Exists(world.Hub.Folder.OfficersSocket), "the socket");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(File.Exists(world.Hub.Folder.OfficersSocket));
        DataFolderLock.Take(world.Hub.Folder).Dispose();
        Assert.False(ShowOfficersCommand.Of(world.Hub.Folder).Waiting);
        await world.ServeAsync(1);
    }

    [Fact]
    public async Task Refuses_to_start_unattended_where_officers_hold_shares_unless_that_is_declared()
    {
        await using OfficersWorld world = await OfficersWorld.UnsplitAsync();
        await world.StopAsync();
        OfficersStatus before = ShowOfficersCommand.Of(world.Hub.Folder);
        Assert.Equal((OfficersStatus.UnattendedMode, null), (before.Mode, before.Generation));
        InitOfficers.Result made = world.Init();
        Assert.True(File.Exists(world.Kek));
        KekSetting.Write(world.Hub.Folder, new() { ["File"] = made.Source });
        Assert.Contains("Kek:Unattended=true", (await Assert.ThrowsAsync<SetupException>(world.Hub.RestartAsync)).Message, StringComparison.Ordinal);
        KekSetting.Write(world.Hub.Folder, new() { ["File"] = made.Source, ["Unattended"] = true });
        await world.Hub.RestartAsync();
        await world.RequireOpenAsync();
        Assert.Contains(world.Hub.Log.Lines, static line => line.StartsWith("1555 unattended", StringComparison.Ordinal));
        OfficersStatus status = ShowOfficersCommand.Of(world.Hub.Folder);
        Assert.Equal((OfficersStatus.UnattendedMode, 1), (status.Mode, status.Generation));
        await world.StopAsync();
        await File.WriteAllBytesAsync(world.Kek, new byte[Kek.Size]);
        Assert.Contains("not the one of generation 1", (await Assert.ThrowsAsync<SetupException>(world.Hub.RestartAsync)).Message, StringComparison.Ordinal);
        Assert.Contains("exclude each other", Assert.Throws<SetupException>(() => KekSetting.Write(world.Hub.Folder, new() { ["Officers"] = true, ["Unattended"] = true })).Message, StringComparison.Ordinal);
        Assert.True(HubSettings.Read(world.Hub.Folder, []).Kek.Unattended);
    }

    [Fact]
    public async Task Starts_without_officers_once_two_of_them_have_declared_it()
    {
        await using OfficersWorld world = await OfficersWorld.SplitAsync();
        string kek = world.At("kek");
        ReleaseKek.Request request = new(world.Hub.Folder, [world.Share(1, 2), world.Share(1, 2)], kek);
        Assert.Contains("Two officers are needed", Assert.Throws<SetupException>(() => ReleaseKek.Run(request, world.Hub.Time)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(kek));
        Assert.Equal(["bo", "chen"], ReleaseKek.Run(request with { Shares = [world.Share(1, 2), world.Share(1, 3)] }, world.Hub.Time));
        Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(kek));
        await world.Hub.RestartAsync();
        await world.RequireOpenAsync();
        Assert.Equal(["bo, chen kek/1"], await world.AuditAsync("officer unattended"));
        await world.StopAsync();
        Assert.Contains("declares that this hub starts unattended", Assert.Throws<SetupException>(() => world.Replace(1, 1, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_split_twice_to_overwrite_a_share_and_a_kek_that_opens_nothing()
    {
        await using OfficersWorld world = await OfficersWorld.UnsplitAsync();
        Assert.Contains("Another bex-hub", Assert.Throws<SetupException>(() => world.Init()).Message, StringComparison.Ordinal);
        await world.StopAsync();
        byte[] kek = await File.ReadAllBytesAsync(world.Kek);
        await File.WriteAllBytesAsync(world.Kek, new byte[Kek.Size]);
        Assert.Contains("does not open", Assert.Throws<SetupException>(() => world.Init()).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(world.Kek, kek);
        Directory.CreateDirectory(Path.GetDirectoryName(world.Share(1, 3))!);
        await File.WriteAllTextAsync(world.Share(1, 3), "somebody's");
        Assert.Contains("never overwritten", Assert.Throws<SetupException>(() => world.Init()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(world.Share(1, 1)));
        File.Delete(world.Share(1, 3));
        world.Init();
        Assert.All(Enumerable.Range(1, 3), number => Assert.Equal(DurableFile.OwnerOnly, File.GetUnixFileMode(world.Share(1, number))));
        Assert.Contains("has officers already", Assert.Throws<SetupException>(() => world.Init()).Message, StringComparison.Ordinal);
        Assert.Equal(kek, await File.ReadAllBytesAsync(world.Kek));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

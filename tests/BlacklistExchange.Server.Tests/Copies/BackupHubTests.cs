using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Copies;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Storage;
using BlacklistExchange.Server.Tests.Engines;
using BlacklistExchange.Server.Tests.Reports;

namespace BlacklistExchange.Server.Tests.Copies;

public sealed class BackupHubTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    /// <summary>Every key of the hub, in the clear and sealed, and an entry key: none can be read in a backup; the search finds one that is put there.</summary>
    [Fact]
    public async Task Holds_no_key()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        byte[][] secrets = [.. Secrets(hub)];
        Assert.InRange(secrets.Length, 20, 100);
        Assert.Equal([], Found(secrets, BackupRig.Readable(_temp.At("backup"))));
        int planted = 0;
        foreach (byte[] secret in secrets)
        {
            await hub.ExecuteAsync("INSERT INTO member_certificate (spki_sha256, member, certificate, not_after, status, created_at) VALUES (@name, 'm-odd', @secret, 0, 'revoked', 0)",
                new { name = SHA256.HashData(secret), secret = (byte[])[1, .. secret] });
            planted++;
        }
        BackupRig.Take(hub.Hub.Folder, _temp.At("planted"));
        Assert.Equal(Enumerable.Range(0, planted), Found(secrets, BackupRig.Readable(_temp.At("planted"))));
    }

    /// <summary>Whatever byte of the file changes, and wherever it is cut, it is refused before anything is made.</summary>
    [Fact]
    public async Task Refuses_every_damaged_copy_of_itself()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        byte[] bytes = await File.ReadAllBytesAsync(_temp.At("backup"));
        BackupFile.Open(_temp.At("backup"), BackupRig.Silent).Dispose();
        Random random = new(20261125);
        int[] places = [.. Enumerable.Range(0, 150).Select(_ => random.Next(bytes.Length)), .. Enumerable.Range(1, 2048 / 64).Select(step => bytes.Length - (step * 64)), 0, bytes.Length - 1];
        foreach (int place in places)
        {
            byte kept = bytes[place];
            bytes[place] ^= (byte)(1 << random.Next(8));
            Refused(hub, bytes);
            bytes[place] = kept;
        }
        foreach (int length in (int[])[0, 1, 511, 512, 2048, 2049, bytes.Length / 2, bytes.Length - 2048, bytes.Length - 1024, bytes.Length - 1])
        {
            Refused(hub, bytes[..length]);
        }
        Refused(hub, [.. bytes, 0]);
        Assert.Contains("member tables/", Refused(hub, Flipped(bytes, bytes.AsSpan().IndexOf("\"olivia\""u8) + 2)), StringComparison.Ordinal);
        Assert.Contains("its end differs or was cut off", Refused(hub, bytes[..^2048]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_write_over_a_file_or_where_there_is_no_folder()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        await File.WriteAllTextAsync(_temp.At("there"), "kept");
        Assert.Contains("is there already", RefusedOut(hub, _temp.At("there")), StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(_temp.At("there")));
        await File.WriteAllTextAsync(_temp.At("other.part"), "kept");
        Assert.Contains("another backup is being written, or one did not finish", RefusedOut(hub, _temp.At("other")), StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(_temp.At("other.part")));
        Assert.Contains("in a folder that exists", RefusedOut(hub, _temp.At("no/where")), StringComparison.Ordinal);
    }

    /// <summary>A file that the disk has lost is left out and counted; the restored hub would build it anew.</summary>
    [Fact]
    public async Task Leaves_out_a_list_file_that_is_damaged_and_says_so()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupResponse whole = BackupRig.Take(hub.Hub.Folder, _temp.At("whole"));
        string[] files = [.. BackupRig.Members(_temp.At("whole")).Keys.Where(static name => name.StartsWith("files/", StringComparison.Ordinal)).Select(static name => name[6..])];
        string path = Path.Combine(hub.Hub.Folder.Snapshots, files[0]);
        File.WriteAllBytes(path, Flipped(await File.ReadAllBytesAsync(path), 70));
        File.Delete(Path.Combine(hub.Hub.Folder.Snapshots, files[1]));
        BackupResponse taken = BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        Assert.Equal((whole.Files - 2, 2), (taken.Files, taken.FilesLeftOut));
        Assert.DoesNotContain("files/" + files[0], BackupRig.Members(_temp.At("backup")).Keys);
    }

    [Fact]
    public Task Keeps_one_moment_while_members_ask_sqlite() => KeepsOneMomentAsync(postgres: false);

    [PostgresFact]
    public Task Keeps_one_moment_while_members_ask_postgres() => KeepsOneMomentAsync(postgres: true);

    /// <summary>A real process that may write no file longer than the backup needs: a message, an exit code, and nothing left.</summary>
    [Fact]
    public async Task Refuses_when_the_disk_is_full()
    {
        await using FullHub hub = await FullHub.StartAsync(postgres: false);
        BackupRig.Take(hub.Hub.Folder, _temp.At("backup"));
        Assert.Equal((2, true), await RunAsync("16", "did not get done", "backup", "--data", hub.Hub.Folder.Path, "--out", _temp.At("full")));
        Assert.Equal(["backup"], Directory.GetFileSystemEntries(_temp.Path).Select(Path.GetFileName));
        Assert.Equal((2, true), await RunAsync("64", "Not restored", "restore", "--data", _temp.At("restored"), "--from", _temp.At("backup"), "--keys", hub.Hub.Folder.At("keys")));
        Assert.False(Directory.Exists(_temp.At("restored")));
        Assert.Equal((0, true), await RunAsync("unlimited", "Restored the exchange 'test-exchange'", "restore", "--data", _temp.At("restored"), "--from", _temp.At("backup"), "--keys", hub.Hub.Folder.At("keys")));
    }

    private async Task KeepsOneMomentAsync(bool postgres)
    {
        await using World world = await World.StartAsync(await HubFixture.StartAsync(postgres ? TestDatabase.Migrated(PostgresCluster.Shared) : null));
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        Protocol.Voprf.BlindedBatch batch = World.Blind(await world.KeyAsync(alpha.Http), 4);
        using CancellationTokenSource enough = new();
        Task<int> asking = AskAsync(alpha, batch, enough.Token);
        List<long> charged = [];
        for (int round = 0; charged.Distinct().Count() < 4; round++)
        {
            string path = _temp.At($"backup-{round}");
            BackupRig.Take(world.Hub.Folder, path);
            long requests = Sum(path, "evaluation_request", "units");
            Assert.Equal(requests, Sum(path, "budget_key_counter", "queried"));
            Assert.Equal(requests, Sum(path, "budget_epoch_counter", "queried"));
            Assert.Equal(requests, Sum(path, "budget_counter", "day_used"));
            charged.Add(requests);
            File.Delete(path);
        }
        await enough.CancelAsync();
        Assert.True(await asking > 0);
    }

    private static async Task<int> AskAsync(EnrolledMember member, Protocol.Voprf.BlindedBatch batch, CancellationToken cancellationToken)
    {
        int asked = 0;
        for (; !cancellationToken.IsCancellationRequested; asked++)
        {
            await World.AnsweredAsync(World.SendAsync(member.Http, World.Body(Protocol.Wire.Purposes.SignUp, World.Group(batch))));
        }
        return asked;
    }

    private static long Sum(string path, string table, string column)
    {
        BackupTable header = Rewritten.Of(path).Header.Tables.Single(one => one.Name == table);
        int index = header.Columns.Select(static one => one.Name).ToList().IndexOf(column);
        return BackupRig.Members(path).Where(member => member.Key.StartsWith($"tables/{table}/", StringComparison.Ordinal)).SelectMany(static member => BackupRig.Rows(member.Value)).Sum(row => row[index].GetInt64());
    }

    private static IEnumerable<byte[]> Secrets(FullHub hub)
    {
        yield return hub.Listed.Key;
        yield return File.ReadAllBytes(hub.Hub.Folder.Path + ".kek");
        KeyFolder keys = hub.Hub.Service<KeyFolder>();
        foreach (string path in Directory.EnumerateFiles(hub.Hub.Folder.At("keys")))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            using PinnedSecret secret = keys.Open(name, name.Contains(ReportWorld.List, StringComparison.Ordinal) ? EpochKeys.Purpose : KeyNames.EcdsaPurpose);
            yield return secret.Span.ToArray();
            yield return File.ReadAllBytes(path);
            if (!name.Contains(ReportWorld.List, StringComparison.Ordinal))
            {
                using ECDsa key = ECDsa.Create();
                key.ImportPkcs8PrivateKey(secret.Span, out _);
                yield return key.ExportParameters(includePrivateParameters: true).D!;
            }
        }
    }

    private static IEnumerable<int> Found(byte[][] secrets, byte[] all) => Enumerable.Range(0, secrets.Length).Where(index =>
        all.AsSpan().IndexOf(secrets[index]) >= 0 || all.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secrets[index]))) >= 0);

    private string Refused(FullHub hub, byte[] bytes)
    {
        File.WriteAllBytes(_temp.At("damaged"), bytes);
        DataFolder folder = new(_temp.At("restored"));
        string message = Assert.Throws<SetupException>(() => RestoreHub.Run(new RestoreHub.Request(folder, _temp.At("damaged"), hub.Hub.Folder.At("keys"), null, null), TimeProvider.System, BackupRig.Silent)).Message;
        Assert.False(Directory.Exists(folder.Path), message);
        return message;
    }

    private static string RefusedOut(FullHub hub, string path) => Assert.Throws<SetupException>(() => BackupRig.Take(hub.Hub.Folder, path)).Message;

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    private static async Task<(int Code, bool Said)> RunAsync(string kibibytes, string expected, params string[] arguments)
    {
        string program = typeof(HubHost).Assembly.Location;
        ProcessStartInfo start = new("bash", ["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec dotnet \"$@\"", kibibytes, program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        // The runtime maps its code through a file of gigabytes, which the limit would forbid.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, said.Contains(expected, StringComparison.Ordinal) ? true : throw new InvalidOperationException(said));
    }
}

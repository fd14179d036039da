using System.Buffers.Text;
using System.Text;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>A hub under load, its members, and what it has promised them; <see cref="CheckAsync"/> says whether it kept its word.</summary>
internal sealed class World : IAsyncDisposable
{
    private const int OlderResentEachTime = 20;

    private readonly Func<StoreCheck> _store;
    private readonly SeededNumbers _numbers;
    private readonly BlindedBatch _batch;
    private byte[] _manifest = [];

    private World(HubProcess hub, Func<StoreCheck> store, SeededNumbers numbers, Member[] members, BlindedBatch batch)
    {
        Hub = hub;
        _store = store;
        _numbers = numbers;
        Members = members;
        _batch = batch;
        Load = new Load(numbers, batch.BlindedElements.ToArray());
    }

    public HubProcess Hub { get; }

    public Member[] Members { get; }

    public Load Load { get; }

    /// <summary>Reports that were under way and had been committed whole.</summary>
    public int Kept { get; private set; }

    /// <summary>Reports that were under way and had not been committed.</summary>
    public int Lost { get; private set; }

    /// <summary>The same of charges.</summary>
    public int QueriesKept { get; private set; }

    /// <summary>Of the newest manifest.</summary>
    public ulong Sequence { get; private set; }

    public long Answers => Members.Sum(static member => member.Acknowledged.Count + (member.Charged / Member.UnitsOfARequest));

    /// <summary>A list, its first epoch and members with a budget that no run spends, in a hub that serves.</summary>
    public static async Task<World> StartAsync(HubProcess hub, Func<StoreCheck> store, SeededNumbers numbers, int members)
    {
        await hub.VerbAsync("list", "add", Load.List, "--kinds", "phone", "--scope", "kill test", "--release-delay", "0s", "--hub-wide", "60000000000");
        await hub.VerbAsync("epoch", "open", Load.List);
        Member[] all = [.. Enumerable.Range(1, members).Select(static number => new Member($"platform-{number}"))];
        foreach (Member member in all)
        {
            await member.EnrolAsync(hub);
            await hub.VerbAsync("budget", "set", member.Slug, "--list", Load.List, "--kind", "phone", "--burst", "1000000000", "--day", "1000000000", "--epoch", "1000000000", "--reason", "kill test");
            member.Connect(hub.MemberPort);
        }
        JointKey key = await all[0].KeyAsync(Load.List);
        return new World(hub, store, numbers, all,
            new VoprfClient(key).Blind([.. Enumerable.Range(0, Member.UnitsOfARequest).Select(static index => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"input {index}"))]));
    }

    /// <summary>After a restart: the hub listens elsewhere.</summary>
    public void Reconnect() => Array.ForEach(Members, member => member.Connect(Hub.MemberPort));

    public ValueTask DisposeAsync()
    {
        Hub.KillIfServing();
        _batch.Dispose();
        Array.ForEach(Members, static member => member.Dispose());
        return ValueTask.CompletedTask;
    }

    /// <summary>The store is sound, nothing acknowledged is lost, nobody was charged twice or given units back, and what was under way is settled.</summary>
    /// <param name="before">How many reports of each member were acknowledged when this was asked last.</param>
    public async Task CheckAsync(int[] before)
    {
        using (StoreCheck store = _store())
        {
            store.Sound();
            Array.ForEach(Members, member => Present(member, store.ReportsOf(member.Slug)));
        }
        for (int index = 0; index < Members.Length; index++)
        {
            Member member = Members[index];
            await BudgetAsync(member);
            await DoubtfulReportAsync(member);
            int older = before[index];
            IEnumerable<Filed> sample = older == 0 ? [] : Enumerable.Range(0, OlderResentEachTime).Select(_ => member.Acknowledged[_numbers.Next(0, older)]);
            await ResentAsync(member, [.. sample, .. member.Acknowledged.Skip(older)]);
        }
        await ManifestAsync();
        await KeyAsync();
    }

    /// <summary>Every acknowledged report is in the store with the receipt that was sent; the doubtful one may be, and nothing else is.</summary>
    private void Present(Member member, Dictionary<Guid, (byte[] Digest, byte[] Receipt)> stored)
    {
        foreach (Filed report in member.Acknowledged)
        {
            BrokenPromiseException.Unless(stored.Remove(report.Id, out (byte[] Digest, byte[] Receipt) row), $"{member.Slug}: acknowledged report {report.Id} is lost.");
            BrokenPromiseException.Unless(row.Digest.AsSpan().SequenceEqual(report.Digest) && row.Receipt.AsSpan().SequenceEqual(report.Receipt), $"{member.Slug}: report {report.Id} is another one now.");
        }
        if (member.DoubtfulReport is { } doubtful)
        {
            bool kept = stored.Remove(doubtful.Id);
            (Kept, Lost) = kept ? (Kept + 1, Lost) : (Kept, Lost + 1);
        }
        BrokenPromiseException.Unless(stored.Count == 0, $"{member.Slug}: {stored.Count} reports are in the store that nobody sent.");
    }

    /// <summary>What was answered is charged, what was under way is charged once or not at all, and sending that again settles it at once.</summary>
    private async Task BudgetAsync(Member member)
    {
        long used = await member.UsedAsync();
        long doubtful = member.DoubtfulQuery is null ? 0 : Member.UnitsOfARequest;
        BrokenPromiseException.Unless(used >= member.Charged, $"{member.Slug}: its budget has grown: {used} units are gone, and {member.Charged} were charged and answered.");
        BrokenPromiseException.Unless(used == member.Charged || used == member.Charged + doubtful, $"{member.Slug}: {used} units are gone; {member.Charged} were answered and {doubtful} were under way.");
        if (member.DoubtfulQuery is { } query)
        {
            EvaluateResponse? answer = await member.SendAsync(query);
            BrokenPromiseException.Unless(answer is not null, $"{member.Slug}: the request that was under way is not taken again.");
            BrokenPromiseException.Unless(answer!.Charged == doubtful - (used - member.Charged), $"{member.Slug}: the request that was under way was charged {answer.Charged} units when it came again.");
            QueriesKept += answer.Charged == 0 ? 1 : 0;
            member.Charged += doubtful;
            member.DoubtfulQuery = null;
        }
        BrokenPromiseException.Unless(await member.UsedAsync() == member.Charged, $"{member.Slug}: what is gone and what was charged differ after all is settled.");
    }

    private static async Task DoubtfulReportAsync(Member member)
    {
        if (member.DoubtfulReport is { } report)
        {
            (byte[] Receipt, bool IsNew)? answer = await member.SendAsync(report);
            BrokenPromiseException.Unless(answer is not null, $"{member.Slug}: the report that was under way is not taken again.");
            report.Receipt = answer!.Value.Receipt;
            member.Acknowledged.Add(report);
            member.DoubtfulReport = null;
        }
    }

    /// <summary>Each acknowledged report is answered with the receipt that it got.</summary>
    public static async Task ResentAsync(Member member, IReadOnlyList<Filed> reports)
    {
        foreach (Filed report in reports)
        {
            (byte[] Receipt, bool IsNew)? answer = await member.SendAsync(report);
            while (answer is null)
            {
                await Task.Delay(100);
                answer = await member.SendAsync(report);
            }
            BrokenPromiseException.Unless(!answer.Value.IsNew && answer.Value.Receipt.AsSpan().SequenceEqual(report.Receipt), $"{member.Slug}: report {report.Id} has another receipt when it comes again.");
        }
    }

    private async Task ManifestAsync()
    {
        byte[] payload = await Members[0].ManifestAsync(Load.List);
        BrokenPromiseException.Unless(Manifest.TryDecode(payload, out Manifest manifest), "The manifest cannot be read.");
        BrokenPromiseException.Unless(manifest.Sequence >= Sequence, $"The manifest's sequence has fallen from {Sequence} to {manifest.Sequence}.");
        BrokenPromiseException.Unless(manifest.Sequence > Sequence || payload.AsSpan().SequenceEqual(_manifest), $"Two manifests carry the sequence {Sequence}.");
        (Sequence, _manifest) = (manifest.Sequence, payload);
    }

    /// <summary>The hub still evaluates under the key that it has published.</summary>
    private async Task KeyAsync()
    {
        Member member = Members[0];
        EvaluateResponse? answer = await member.SendAsync(Load.Query());
        BrokenPromiseException.Unless(answer is not null, "A hub that has just started takes no request.");
        member.Charged += answer!.Charged;
        EvaluatedGroup group = answer.Groups[0];
        byte[] outputs = new byte[64 * Member.UnitsOfARequest];
        // Throws when the proof does not verify.
        _batch.Finalize([new HolderAnswer((ushort)answer.Holder, Base64Url.DecodeFromChars(group.Elements), Base64Url.DecodeFromChars(group.Proof))], outputs);
    }
}

using System.Buffers.Text;
using System.Text;
using BlacklistExchange.Protocol.Snapshots;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.KillTest;

/// <summary>Load, kill, restart, check; again and again over one data folder.</summary>
internal sealed class KillRun : IAsyncDisposable
{
    private const int Members = 3;
    private const int OlderResentEachTime = 20;

    private readonly HubProcess _hub;
    private readonly SeededNumbers _numbers;
    private readonly Member[] _members = [.. Enumerable.Range(1, Members).Select(static number => new Member($"platform-{number}"))];
    private BlindedBatch _batch = null!;
    private Load _load = null!;
    private ulong _sequence;
    private byte[] _manifest = [];
    private int _kills;
    private int _kept;
    private int _lost;
    private int _queriesKept;

    private KillRun(string folder, SeededNumbers numbers)
    {
        _hub = new HubProcess(folder);
        _numbers = numbers;
    }

    public string Summary =>
        $"{_kills} kills, {_members.Sum(static member => member.Acknowledged.Count)} reports acknowledged and kept, {_members.Sum(static member => member.Charged)} units charged once; "
        + $"of what was under way at a kill {_kept} reports and {_queriesKept} charges had been committed whole, {_lost} reports not at all; manifest {_sequence}";

    private long Answers => _members.Sum(static member => member.Acknowledged.Count + (member.Charged / Member.UnitsOfARequest));

    public static async Task<KillRun> StartAsync(string folder, SeededNumbers numbers)
    {
        KillRun run = new(folder, numbers);
        HubProcess hub = run._hub;
        await hub.VerbAsync("init", "--exchange", "kill-test");
        await hub.ServeAsync();
        await hub.VerbAsync("list", "add", Load.List, "--kinds", "phone", "--scope", "kill test", "--release-delay", "0s", "--hub-wide", "60000000000");
        await hub.VerbAsync("epoch", "open", Load.List);
        foreach (Member member in run._members)
        {
            await member.EnrolAsync(hub);
            await hub.VerbAsync("budget", "set", member.Slug, "--list", Load.List, "--kind", "phone", "--burst", "1000000000", "--day", "1000000000", "--epoch", "1000000000", "--reason", "kill test");
            member.Connect(hub.MemberPort);
        }
        JointKey key = await run._members[0].KeyAsync(Load.List);
        run._batch = new VoprfClient(key).Blind([.. Enumerable.Range(0, Member.UnitsOfARequest).Select(static index => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes($"input {index}"))]);
        run._load = new Load(numbers, run._batch.BlindedElements.ToArray());
        return run;
    }

    public async Task RepeatAsync(int kills)
    {
        for (_kills = 0; _kills < kills;)
        {
            int[] before = [.. _members.Select(static member => member.Acknowledged.Count)];
            await LoadAndKillAsync();
            _kills++;
            await _hub.ServeAsync();
            foreach (Member member in _members)
            {
                member.Connect(_hub.MemberPort);
            }
            await CheckAsync(before);
            if (_kills % 10 == 0 || _kills == kills)
            {
                Console.WriteLine($"{Summary}");
            }
        }
        foreach (Member member in _members)
        {
            await ResentAsync(member, member.Acknowledged);
        }
    }

    public ValueTask DisposeAsync()
    {
        _hub.KillIfServing();
        _batch?.Dispose();
        Array.ForEach(_members, static member => member.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task LoadAndKillAsync()
    {
        using CancellationTokenSource stop = new();
        Task load = Task.WhenAll(_members.Select(member => _load.RunAsync(member, stop.Token)));
        // From at once, while the first requests are on their way, to deep inside the load; counted in answers, so that a slow machine is killed as deep.
        long answers = Answers + _numbers.Next(0, 150);
        for (int tries = 0; Answers < answers && tries < 1000 && !load.IsCompleted; tries++)
        {
            await Task.Delay(5, CancellationToken.None);
        }
        await Task.Delay(TimeSpan.FromMilliseconds(_numbers.Next(0, 20)), CancellationToken.None);
        await _hub.KillAsync();
        await stop.CancelAsync();
        await load;
    }

    private async Task CheckAsync(int[] before)
    {
        using (StoreCheck store = new(_hub.Database))
        {
            store.Sound();
            Array.ForEach(_members, member => Present(member, store.ReportsOf(member.Slug)));
        }
        for (int index = 0; index < _members.Length; index++)
        {
            Member member = _members[index];
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
            (_kept, _lost) = kept ? (_kept + 1, _lost) : (_kept, _lost + 1);
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
            _queriesKept += answer.Charged == 0 ? 1 : 0;
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

    private static async Task ResentAsync(Member member, IReadOnlyList<Filed> reports)
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
        byte[] payload = await _members[0].ManifestAsync(Load.List);
        BrokenPromiseException.Unless(Manifest.TryDecode(payload, out Manifest manifest), "The manifest cannot be read.");
        BrokenPromiseException.Unless(manifest.Sequence >= _sequence, $"The manifest's sequence has fallen from {_sequence} to {manifest.Sequence}.");
        BrokenPromiseException.Unless(manifest.Sequence > _sequence || payload.AsSpan().SequenceEqual(_manifest), $"Two manifests carry the sequence {_sequence}.");
        (_sequence, _manifest) = (manifest.Sequence, payload);
    }

    /// <summary>The hub still evaluates under the key that it has published.</summary>
    private async Task KeyAsync()
    {
        Member member = _members[0];
        EvaluateResponse? answer = await member.SendAsync(_load.Query());
        BrokenPromiseException.Unless(answer is not null, "A hub that has just started takes no request.");
        member.Charged += answer!.Charged;
        EvaluatedGroup group = answer.Groups[0];
        byte[] outputs = new byte[64 * Member.UnitsOfARequest];
        // Throws when the proof does not verify.
        _batch.Finalize([new HolderAnswer((ushort)answer.Holder, Base64Url.DecodeFromChars(group.Elements), Base64Url.DecodeFromChars(group.Proof))], outputs);
    }
}

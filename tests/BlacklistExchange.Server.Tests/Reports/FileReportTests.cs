using System.Net;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Tests.Engines;

namespace BlacklistExchange.Server.Tests.Reports;

public sealed class FileReportTests
{
    [Fact]
    public async Task Returns_a_signed_receipt_and_keeps_the_case()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        TestIdentifier company = TestIdentifier.New(IdentifierKind.Uscc);
        ReportDraft draft = world.Draft(alpha, phone, company);
        Receipt receipt = await world.FileAsync(draft);
        Assert.Equal((draft.ReportId, "alpha", ReportWorld.List, 1u, 0u), (receipt.ReportId, receipt.Member, receipt.List, receipt.Epoch, receipt.InclusionSeconds));
        Assert.Equal([new(ItemOutcome.Accepted, EntryState.Pending, phone.Tag), new(ItemOutcome.Accepted, EntryState.Pending, company.Tag)], receipt.Items);
        Entry entry = await world.EntryAsync(phone);
        Assert.Null(entry.SealedLabel);
        Assert.Equal(entry.Ring, (await world.EntryAsync(company)).Ring);
        Assert.NotNull(entry.ExpiresAt);
    }

    [Fact]
    public async Task Returns_the_same_receipt_for_a_repeat_even_when_a_newer_epoch_is_open()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        ReportRequest request = world.Draft(alpha, TestIdentifier.New()).Request();
        Receipt first = await world.FileAsync(alpha, request);
        await world.OpenEpochAsync();
        world.Hub.Time.Advance(TimeSpan.FromMinutes(1));
        Receipt second = await world.FileAsync(alpha, request, HttpStatusCode.OK);
        Assert.Equal(first.Encode(), second.Encode());
        Assert.Equal(1, await world.CountAsync("report"));
    }

    [Fact]
    public async Task Refuses_another_statement_under_the_same_id_and_lets_another_member_use_it()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        ReportDraft draft = world.Draft(alpha, TestIdentifier.New());
        await world.FileAsync(draft);
        await world.RefuseAsync((draft with { Category = Category.Patent }).Request(), alpha, "report-id-reused");
        await world.FileAsync(world.Draft(beta, TestIdentifier.New()) with { ReportId = draft.ReportId });
    }

    [Fact]
    public async Task Keeps_ten_simultaneous_twins_as_one_report()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        ReportRequest request = world.Draft(alpha, TestIdentifier.New()).Request();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.PostAsync(alpha, Routes.Reports, request, WireJson.Default.ReportRequest)));
        Assert.Single(answers, static answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal((1, 1), (await world.CountAsync("report"), await world.CountAsync("report_item")));
    }

    [Fact]
    public async Task Returns_listed_after_two_platforms_and_a_label_that_opens_with_the_key()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone));
        Receipt receipt = await world.FileAsync(world.Draft(beta, phone));
        Assert.Equal(EntryState.Listed, Assert.Single(receipt.Items).State);
        Entry entry = await world.EntryAsync(phone);
        Assert.Equal(new Label(Category.Other, world.Present, world.Present, 2, EntryStatus.Listed, EvidenceTier.Adjudicated, LabelFlags.None, 1, entry.Ring), phone.Open(entry.SealedLabel));
    }

    [Fact]
    public async Task Returns_already_counted_for_a_forwarded_complaint_and_for_a_chain_of_companies()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        EnrolledMember gamma = await world.Hub.EnrolAsync("gamma");
        await world.ExecuteAsync("UPDATE entity SET parent = 'alpha' WHERE slug = 'gamma'");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone) with { Origin = "brand" });
        Receipt forwarded = await world.FileAsync(world.Draft(beta, phone) with { Origin = "brand" });
        Receipt chained = await world.FileAsync(world.Draft(gamma, phone) with { Origin = "other" });
        Assert.Equal(new ReceiptItem(ItemOutcome.AlreadyCounted, EntryState.Pending, phone.Tag), Assert.Single(forwarded.Items));
        // Gamma belongs to alpha, but beta's forwarded complaint and gamma's own one are two entities and two origins.
        Assert.Equal(new ReceiptItem(ItemOutcome.AlreadyCounted, EntryState.Listed, phone.Tag), Assert.Single(chained.Items));
        await world.RetractedAsync(beta, forwarded.ReportId);
        Assert.Equal(EntryState.Pending, (await world.EntryAsync(phone)).State);
    }

    [Fact]
    public async Task Keeps_a_sealed_label_when_a_report_changes_nothing_that_it_says()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        Entry before = await world.EntryAsync(phone);
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        Entry after = await world.EntryAsync(phone);
        Assert.Equal(before.SealedLabel, after.SealedLabel);
        Assert.Equal(before.Version, after.Version);
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision, Observed = new Month((ushort)(world.Present.Number - 1)) });
        Entry changed = await world.EntryAsync(phone);
        Assert.NotEqual(before.SealedLabel![..SealedLabel.SaltSize], changed.SealedLabel![..SealedLabel.SaltSize]);
        Assert.Equal(before.Version + 1, changed.Version);
    }

    [Fact]
    public async Task Returns_the_category_once_a_third_member_uses_it_on_older_labels_too()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        TestIdentifier first = TestIdentifier.New();
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("alpha"), first) with { Evidence = EvidenceType.CourtDecision });
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("beta"), TestIdentifier.New()));
        Assert.Equal(Category.Other, first.Open((await world.EntryAsync(first)).SealedLabel).Category);
        await world.FileAsync(world.Draft(await world.Hub.EnrolAsync("gamma"), TestIdentifier.New()));
        Assert.Equal(Category.Other, first.Open((await world.EntryAsync(first)).SealedLabel).Category);
        Assert.Equal(1, await world.Hub.Service<RelabelEntries>().RunOnceAsync(CancellationToken.None));
        Assert.Equal(Category.Counterfeit, first.Open((await world.EntryAsync(first)).SealedLabel).Category);
        Assert.Equal(0, await world.Hub.Service<RelabelEntries>().RunOnceAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Keeps_a_case_in_the_ring_that_its_known_entries_share()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        (TestIdentifier a, TestIdentifier b, TestIdentifier c, TestIdentifier d) = (TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New(), TestIdentifier.New());
        await world.FileAsync(world.Draft(alpha, a));
        await world.FileAsync(world.Draft(alpha, a, b));
        await world.FileAsync(world.Draft(alpha, c));
        await world.FileAsync(world.Draft(alpha, b, c, d));
        uint[] rings = [(await world.EntryAsync(a)).Ring, (await world.EntryAsync(b)).Ring, (await world.EntryAsync(c)).Ring, (await world.EntryAsync(d)).Ring];
        Assert.Equal(rings[0], rings[1]);
        Assert.Equal(3, rings.Distinct().Count());
    }

    [Fact]
    public async Task Keeps_a_new_listing_back_for_its_own_random_time()
    {
        await using ReportWorld world = await ReportWorld.StartAsync(releaseDelay: 86_400);
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier[] phones = [.. Enumerable.Range(0, 8).Select(static _ => TestIdentifier.New())];
        long before = world.Now;
        await world.FileAsync(world.Draft(alpha, phones) with { Evidence = EvidenceType.CourtDecision });
        long[] from = [.. (await Task.WhenAll(phones.Select(phone => world.EntryAsync(phone)))).Select(static entry => entry.VisibleFrom)];
        Assert.All(from, time => Assert.InRange(time, before, world.Now + 86_400));
        Assert.True(from.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Refuses_beyond_the_days_cap_and_says_when_to_try_again()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        // One o'clock in the morning, so that no midnight falls into the test.
        world.Hub.Time.Advance(TimeSpan.FromSeconds(86400 - world.Now % 86400 + 3600));
        for (int report = 0; report < 4; report++)
        {
            await world.FileAsync(world.Draft(alpha, [.. Enumerable.Range(0, ReportStatement.MaxItems).Select(static _ => TestIdentifier.New())]));
        }
        Problem problem = await world.RefuseAsync(world.Draft(alpha, TestIdentifier.New()).Request(), alpha, "report-cap-reached");
        Assert.Equal(0, problem.Remaining);
        Assert.Equal(world.Now - world.Now % 86400 + 86400, problem.RetryAt);
        world.Hub.Time.Advance(TimeSpan.FromSeconds(problem.RetryAt!.Value - world.Now));
        await world.FileAsync(world.Draft(alpha, TestIdentifier.New()));
    }

    [Fact]
    public async Task Keeps_the_entry_key_out_of_the_database_and_the_log()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        byte[] files = StoredBytes.Of(world.Hub);
        Assert.True(files.AsSpan().IndexOf(phone.Tag.ToArray()) >= 0, "the search does not even find the tag");
        Assert.True(files.AsSpan().IndexOf(phone.Key) < 0, "E is in the database");
        Assert.DoesNotContain(world.Hub.Log.Lines, line => line.Contains(phone.KeyText, StringComparison.Ordinal) || line.Contains(Convert.ToHexString(phone.Key), StringComparison.OrdinalIgnoreCase));
    }
}

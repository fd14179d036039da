using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Client.Tests.Reporting;

public sealed class ReportTests
{
    [Fact]
    public async Task Lists_a_case_on_official_grounds_and_returns_the_receipt()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient reporter = world.Client();
        ExchangeClient asker = world.Client("member-b");

        Receipt receipt = await reporter.ReportAsync(Case(EvidenceType.AdministrativeDecision, TestIds.Phone(1), TestIds.Seller(1), TestIds.ResidentId(1)));
        ApplicantListing applicant = await asker.QueryApplicantAsync([TestIds.Phone(1), TestIds.Seller(1)], Purposes.SignUp);

        Assert.All(receipt.Items, static item => Assert.Equal((ItemOutcome.Accepted, EntryState.Listed), (item.Outcome, item.State)));
        Assert.Equal(3, receipt.Items.Select(static item => item.Tag).Distinct().Count());
        Assert.Equal(ApplicantStrength.Strong, applicant.Strength);
        Assert.Equal(receipt.Items[0].Tag, applicant.Listings[0].Tag);
        Assert.Equal(applicant.Listings[0].Ring, applicant.Listings[1].Ring);
        Assert.Equal(receipt.ReportId, reporter.GetReceipt(receipt.ReportId)!.ReportId);
    }

    [Fact]
    public async Task Leaves_one_platforms_finding_pending_and_lists_at_the_second()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient one = world.Client();
        ExchangeClient two = world.Client("member-b");

        Receipt first = await one.ReportAsync(Case(EvidenceType.PlatformAdjudication, TestIds.Phone(1)));
        Receipt second = await two.ReportAsync(Case(EvidenceType.PlatformAdjudication, TestIds.Phone(1)));

        Assert.Equal((EntryState.Pending, EntryState.Listed), (first.Items[0].State, second.Items[0].State));
        Assert.Equal(first.Items[0].Tag, second.Items[0].Tag);
    }

    [Fact]
    public async Task Reports_once_however_often_it_is_called()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        ReportCase reportCase = Case(EvidenceType.CourtDecision, TestIds.Phone(1));

        Receipt first = await client.ReportAsync(reportCase);
        long charged = world.Hub.Charged;
        Receipt again = await client.ReportAsync(reportCase);

        Assert.Equal(first.Encode(), again.Encode());
        Assert.Equal(charged, world.Hub.Charged);
        Assert.Single(world.Hub.Requests, static request => request.Path == Routes.Reports);
        ArgumentException other = await Assert.ThrowsAsync<ArgumentException>(() => client.ReportAsync(reportCase with { Category = Category.Patent }));
        Assert.Contains("another case", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resends_the_vaults_bytes_after_a_cut_and_is_one_report()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ReportCase reportCase = Case(EvidenceType.CourtDecision, TestIds.Phone(1));
        await using (ExchangeClient client = world.Client())
        {
            await client.SyncAsync();
            world.Hub.BeforeAnswer = async request =>
            {
                if (request.Path == Routes.Reports)
                {
                    await world.Hub.StopAsync();
                }
            };
            await Assert.ThrowsAnyAsync<ExchangeException>(() => client.ReportAsync(reportCase).WaitAsync(TimeSpan.FromMinutes(1)));
        }

        Assert.Equal([reportCase.ReportId], world.Client().GetReportIds());
        Assert.Null(world.Client().GetReceipt(reportCase.ReportId));
    }

    [Fact]
    public async Task Resumes_reports_without_an_answer()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ReportCase reportCase = Case(EvidenceType.CourtDecision, TestIds.Phone(1));
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        await client.QueryAsync(TestIds.Phone(1), Purposes.Investigation);
        world.Hub.DropConnections(3);
        await Assert.ThrowsAsync<HubUnreachableException>(() => client.ReportAsync(reportCase));

        IReadOnlyList<ResumedReport> resumed = await client.ResumeReportsAsync();

        Assert.Equal(EntryState.Listed, Assert.Single(resumed).Receipt!.Items[0].State);
        Assert.Empty(await client.ResumeReportsAsync());
        Assert.Equal(4, world.Hub.Charged);
        await world.Hub.DisposeAsync();
        Assert.Equal(resumed[0].Receipt!.Encode(), (await client.ReportAsync(reportCase)).Encode());
    }

    [Fact]
    public async Task Refuses_a_receipt_for_another_statement_and_stays_unanswered()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.Lies = FakeHubLie.ForeignReceipt;
        ExchangeClient client = world.Client();
        ReportCase reportCase = Case(EvidenceType.CourtDecision, TestIds.Phone(1));

        await Assert.ThrowsAsync<HubUntrustedException>(() => client.ReportAsync(reportCase));

        Assert.Null(client.GetReceipt(reportCase.ReportId));
        Assert.IsType<HubUntrustedException>(Assert.Single(await client.ResumeReportsAsync()).Failure);
    }

    [Fact]
    public async Task Says_why_the_hub_refused_and_does_not_resume_it()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.SyncAsync();
        await client.QueryAsync(TestIds.Phone(1), Purposes.Investigation);
        world.Hub.OpenEpoch();

        ReportRefusedException refused = await Assert.ThrowsAsync<ReportRefusedException>(() => client.ReportAsync(Case(EvidenceType.CourtDecision, TestIds.Phone(1))));

        Assert.EndsWith("statement-mismatch", refused.Problem.Type, StringComparison.Ordinal);
        Assert.Empty(await client.ResumeReportsAsync());
    }

    [Fact]
    public async Task Says_what_a_report_would_cost_and_lead_to()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();

        ReportPreview official = await client.PreviewReportAsync(Case(EvidenceType.CourtDecision, [.. Enumerable.Range(0, 5).Select(TestIds.Phone), TestIds.Seller(1)]));
        ReportPreview own = await client.PreviewReportAsync(Case(EvidenceType.PlatformAdjudication, TestIds.Phone(1)));
        ReportPreview notice = await client.PreviewReportAsync(Case(EvidenceType.AlgorithmicDetection, TestIds.Phone(1)));

        Assert.Equal((4 + 4 + 4, 1u), (official.Cost.Units, official.Epoch));
        Assert.Contains("at once", official.Outcome, StringComparison.Ordinal);
        Assert.Equal(2, own.Rule!.Origins);
        Assert.Contains("watched", notice.Outcome, StringComparison.Ordinal);
        Assert.Equal(0, world.Hub.Charged);
        Assert.Empty(client.GetReportIds());
    }

    [Fact]
    public async Task Withdraws_an_item_and_then_all()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        Receipt receipt = await client.ReportAsync(Case(EvidenceType.CourtDecision, TestIds.Phone(1), TestIds.Seller(1)));
        long charged = world.Hub.Charged;

        RetractionResponse one = await client.RetractAsync(receipt.ReportId, 1);
        RetractionResponse all = await client.RetractAsync(receipt.ReportId);

        Assert.Equal((1, receipt.Items[1].Tag.ToString(), "retracted"), (Assert.Single(one.Items).Index, one.Items[0].Tag, one.Items[0].State));
        Assert.Equal([0, 1], all.Items.Select(static item => item.Index));
        Assert.Equal(charged, world.Hub.Charged);
        await client.SyncAsync();
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(TestIds.Phone(1), Purposes.ReCheck)).Verdict);
        await Assert.ThrowsAsync<HubRefusedException>(() => client.RetractAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Carries_standing_items_into_the_newest_epoch_once()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        Receipt first = await client.ReportAsync(Case(EvidenceType.CourtDecision, TestIds.Phone(1), TestIds.Seller(1)));
        await client.ReportAsync(Case(EvidenceType.CourtDecision, TestIds.Phone(2)));
        await client.RetractAsync(first.ReportId, 1);
        world.Hub.OpenEpoch();
        await client.SyncAsync();

        RenewalReport renewed = await client.RenewAsync();
        RenewalReport again = await client.RenewAsync();
        world.Hub.EndEpoch(1);
        world.Hub.OpenEpoch();
        await client.SyncAsync();
        RenewalReport second = await client.RenewAsync();
        world.Hub.EndEpoch(2);
        await client.SyncAsync();

        Assert.Equal(new RenewalReport(2, 2, 0, 0), renewed);
        Assert.Equal(new RenewalReport(2, 0, 0, 0), again);
        Assert.Equal(new RenewalReport(3, 2, 0, 0), second);
        Assert.Equal(Verdict.Listed, (await client.QueryAsync(TestIds.Phone(1), Purposes.ReCheck)).Verdict);
        Assert.Equal(Verdict.NotListed, (await client.QueryAsync(TestIds.Seller(1), Purposes.ReCheck)).Verdict);
        Assert.All(world.Hub.Requests.Where(static request => request.Purpose == Purposes.Renewal), static request => Assert.Equal([4], request.Groups));
    }

    [Fact]
    public async Task Renews_after_a_cut_without_counting_twice()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        await client.ReportAsync(Case(EvidenceType.CourtDecision, TestIds.Phone(1)));
        world.Hub.OpenEpoch();
        await client.SyncAsync();
        string vault = Path.Combine(world.PathOf("member-a"), "vault");
        string file = Directory.GetFiles(vault, "*.report").Single();
        byte[] before = File.ReadAllBytes(file);
        await client.RenewAsync();
        // The process stopped after the hub's answer and before the vault's record.
        File.WriteAllBytes(file, before);

        Assert.Equal(new RenewalReport(2, 0, 1, 0), await client.RenewAsync());
        Assert.Equal(new RenewalReport(2, 0, 0, 0), await client.RenewAsync());
    }

    [Fact]
    public async Task Opens_the_evidence_of_an_item()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        byte[] bundle = [.. Enumerable.Range(0, 32).Select(static number => (byte)number)];
        ReportCase reportCase = Case(EvidenceType.CourtDecision, TestIds.Phone(1), TestIds.Seller(4)) with { EvidenceSha256 = bundle };
        await client.ReportAsync(reportCase);

        EvidenceOpening opening = client.OpenEvidence(reportCase.ReportId, 1);

        Assert.Equal(TestIds.Seller(4).CanonicalBytes.ToArray(), opening.Input);
        Assert.Equal(bundle, opening.BundleSha256);
        Assert.Equal(ReportCommitments.Evidence(opening.Nonce, opening.Input, bundle), opening.Commitment);
        Assert.Throws<ArgumentOutOfRangeException>(() => client.OpenEvidence(reportCase.ReportId, 2));
        Assert.Throws<ArgumentException>(() => client.OpenEvidence(Guid.NewGuid(), 0));
    }

    [Fact]
    public async Task Lets_a_desk_see_pending_entries_and_freeze_listed_ones()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        world.Hub.SetPending(TestIds.Phone(1));
        world.Hub.List(TestIds.Phone(2));
        ExchangeClient desk = world.Client("desk", "regulator");
        ExchangeClient member = world.Client();

        Assert.Equal("pending", Assert.Single(await desk.GetEntryStateAsync(TestIds.Phone(1))).State.State);
        Assert.Equal("unknown", Assert.Single(await desk.GetEntryStateAsync(TestIds.Phone(3))).State.State);
        Assert.Equal("disputed", Assert.Single(await desk.OpenDisputeAsync(TestIds.Phone(2), "mistaken identity", "case-17")).State.State);
        Listing frozen = await member.QueryAsync(TestIds.Phone(2), Purposes.SignUp);

        Assert.Equal((Verdict.NotListed, Standing.Disputed), (frozen.Verdict, frozen.Standing));
        await Assert.ThrowsAsync<HubRefusedException>(() => member.GetEntryStateAsync(TestIds.Phone(1)));
    }

    [Fact]
    public async Task Refuses_cases_that_are_none_before_asking_anything()
    {
        await using TestWorld world = await TestWorld.StartAsync();
        ExchangeClient client = world.Client();
        ReportCase good = Case(EvidenceType.CourtDecision, TestIds.Phone(1));

        foreach (ReportCase bad in (ReportCase[])
        [
            good with { Identifiers = [] },
            good with { Identifiers = [.. Enumerable.Range(0, 501).Select(TestIds.Phone)] },
            good with { Identifiers = [TestIds.Phone(1), TestIds.Seller(1), TestIds.Phone(1)] },
            good with { Basis = ReportBasis.OnNotice },
            good with { EvidenceSha256 = new byte[31] },
            good with { Category = (Category)99 },
            good with { Complainant = new string('x', 1001) },
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => client.ReportAsync(bad));
        }
        Assert.Empty(world.Hub.Requests);
    }

    [Fact]
    public async Task Reports_five_hundred_identifiers_in_one_case()
    {
        await using TestWorld world = await TestWorld.StartAsync(new FakeHubOptions { Kinds = [IdentifierKind.Phone] });
        ExchangeClient client = world.Client();

        Receipt receipt = await client.ReportAsync(Case(EvidenceType.CourtDecision, [.. Enumerable.Range(0, 500).Select(TestIds.Phone)]));

        Assert.Equal(500, receipt.Items.Count);
        Assert.Equal(256 + 256, world.Hub.Charged);
    }

    internal static ReportCase Case(EvidenceType evidence, params Identifier[] identifiers) => new()
    {
        Category = Category.Counterfeit,
        EvidenceType = evidence,
        Observed = new Month(241),
        Right = new ReportRight("trademark", "cn", "123 45a"),
        Identifiers = identifiers,
    };
}

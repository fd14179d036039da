using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Members;

namespace BlacklistExchange.Server.Tests.Reports;

public sealed class RetractReportTests
{
    [Fact]
    public async Task Returns_the_entry_to_pending_and_then_to_retracted()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        TestIdentifier phone = TestIdentifier.New();
        Receipt first = await world.FileAsync(world.Draft(alpha, phone));
        Receipt second = await world.FileAsync(world.Draft(beta, phone));
        Assert.Equal([new RetractedItem(0, phone.Tag.ToString(), "pending")], await world.RetractedAsync(beta, second.ReportId));
        Assert.Null((await world.EntryAsync(phone)).SealedLabel);
        Assert.Equal([new RetractedItem(0, phone.Tag.ToString(), "retracted")], await world.RetractedAsync(alpha, first.ReportId));
    }

    [Fact]
    public async Task Returns_the_same_for_a_repeat_and_withdraws_one_item_or_the_rest()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier[] phones = [TestIdentifier.New(), TestIdentifier.New()];
        Receipt receipt = await world.FileAsync(world.Draft(alpha, phones) with { Evidence = EvidenceType.CourtDecision });
        RetractedItem one = new(1, phones[1].Tag.ToString(), "retracted");
        Assert.Equal([one], await world.RetractedAsync(alpha, receipt.ReportId, 1));
        long version = (await world.EntryAsync(phones[1])).Version;
        Assert.Equal([one], await world.RetractedAsync(alpha, receipt.ReportId, 1));
        Assert.Equal(version, (await world.EntryAsync(phones[1])).Version);
        Assert.Equal(EntryState.Listed, (await world.EntryAsync(phones[0])).State);
        Assert.Equal([new RetractedItem(0, phones[0].Tag.ToString(), "retracted"), one], await world.RetractedAsync(alpha, receipt.ReportId));
        Assert.Equal(2, await world.CountAsync("retraction"));
    }

    [Fact]
    public async Task Refuses_what_the_member_has_not_filed_or_not_signed()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember beta = await world.Hub.EnrolAsync("beta");
        Receipt receipt = await world.FileAsync(world.Draft(alpha, TestIdentifier.New()));
        await (await world.RetractAsync(beta, receipt.ReportId)).ProblemAsync("not-found");
        await (await world.RetractAsync(alpha, Guid.NewGuid())).ProblemAsync("not-found");
        await (await world.RetractAsync(alpha, receipt.ReportId, 1)).ProblemAsync("not-found");
        await (await world.RetractAsync(alpha with { SigningKey = beta.SigningKey }, receipt.ReportId)).ProblemAsync("signature-invalid");
        await (await world.RetractAsync(alpha with { Slug = "beta" }, receipt.ReportId)).ProblemAsync("statement-mismatch");
        byte[] future = new RetractionStatement { Exchange = "test-exchange", Member = "alpha", ReportId = receipt.ReportId, Item = 0, SignedAt = (ulong)world.Now + 400 }.Encode();
        RetractionRequest request = new(ReportDraft.Signed(alpha.SigningKey, future));
        await (await world.PostAsync(alpha, Routes.Retractions, request, WireJson.Default.RetractionRequest)).ProblemAsync("invalid-field");
        // By a clock that was set nobody says that a statement is of the future.
        world.Hub.Time.Step(TimeSpan.FromHours(-1));
        await (await world.PostAsync(alpha, Routes.Retractions, request, WireJson.Default.RetractionRequest)).ProblemAsync("clock-stepped");
        Assert.Equal(0, await world.CountAsync("retraction"));
    }

    [Fact]
    public async Task Keeps_a_suspended_members_reports_and_withdraws_those_of_a_revoked_one()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        TestIdentifier phone = TestIdentifier.New();
        await world.FileAsync(world.Draft(alpha, phone) with { Evidence = EvidenceType.CourtDecision });
        await world.Hub.Operator.PostAsync("members/alpha/suspend", new ChangeMemberRequest("audit"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        Assert.Equal(EntryState.Listed, (await world.EntryAsync(phone)).State);
        await world.Hub.Operator.PostAsync("members/alpha/revoke", new RevokeMemberRequest("withdraw", "false reports"), MembersJson.Default.RevokeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        Entry entry = await world.EntryAsync(phone);
        Assert.Equal((EntryState.Retracted, null), (entry.State, entry.SealedLabel));
    }
}

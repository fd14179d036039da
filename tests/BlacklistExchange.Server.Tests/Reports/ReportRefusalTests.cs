using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.Reports;

/// <summary>One report a cause, each refused with its own problem, and nothing of any of them kept.</summary>
public sealed class ReportRefusalTests
{
    [Fact]
    public async Task Refuses_each_wrong_report_with_its_problem_and_keeps_nothing()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        EnrolledMember brand = await world.Hub.EnrolAsync("brand", role: "rights-holder");
        ReportDraft draft = world.Draft(alpha, TestIdentifier.New(), TestIdentifier.New());
        TestIdentifier twice = draft.Identifiers[1];
        (string Problem, ReportRequest Request, EnrolledMember Sender, int? Index)[] cases =
        [
            ("statement-mismatch", (draft with { Exchange = "other-exchange" }).Request(), alpha, null),
            ("statement-mismatch", (draft with { Reporter = "brand" }).Request(), alpha, null),
            ("statement-mismatch", (draft with { List = "nowhere" }).Request(), alpha, null),
            ("statement-mismatch", Without(draft.Request()), alpha, null),
            ("epoch-not-current", (draft with { Epoch = 2 }).Request(), alpha, null),
            ("policy-version-unknown", (draft with { PolicyVersion = 2 }).Request(), alpha, null),
            ("policy-version-unknown", (draft with { PolicyVersion = 0 }).Request(), alpha, null),
            ("month-out-of-range", (draft with { Observed = new Month((ushort)(world.Present.Number + 1)) }).Request(), alpha, null),
            ("month-out-of-range", (draft with { Observed = new Month((ushort)(world.Present.Number - 121)) }).Request(), alpha, null),
            ("kind-not-enabled", (draft with { Identifiers = [twice, TestIdentifier.New(IdentifierKind.Email)] }).Request(), alpha, 1),
            ("kind-not-enabled", (draft with { Identifiers = [TestIdentifier.New((IdentifierKind)200)] }).Request(), alpha, 0),
            ("signature-invalid", (draft with { SignWith = alpha.Certificate.GetECDsaPrivateKeyOrThrow() }).Request(), alpha, null),
            ("evidence-not-allowed", (world.Draft(brand, twice) with { Evidence = EvidenceType.PlatformAdjudication }).Request(), brand, null),
            ("duplicate-item", (draft with { Identifiers = [TestIdentifier.New(), twice, twice] }).Request(), alpha, 2),
            ("commitment-mismatch", Changed(draft.Request(), 1, static secret => secret with { EntryKey = TestIdentifier.New().KeyText }), alpha, 1),
            ("commitment-mismatch", Changed(draft.Request(), 0, static secret => secret with { Salt = TestIdentifier.New().KeyText }), alpha, 0),
            ("invalid-field", Changed(draft.Request(), 1, static secret => secret with { EntryKey = secret.EntryKey[..40] }), alpha, 1),
            ("invalid-field", Changed(draft.Request(), 1, static secret => secret with { Salt = secret.Salt + "=" }), alpha, 1),
            ("invalid-field", Signed(draft.Request(), static signed => signed with { Payload = "not base64!" }), alpha, null),
            ("invalid-field", Signed(draft.Request(), static signed => signed with { Signature = "AAAA" }), alpha, null),
            ("statement-malformed", Signed(draft.Request(), static signed => signed with { Payload = Base64Url.EncodeToString(Base64Url.DecodeFromChars(signed.Payload).AsSpan()[..^1]) }), alpha, null),
            ("statement-malformed", Signed(draft.Request(), static signed => signed with { Payload = Base64Url.EncodeToString(new byte[60_000]) }), alpha, null),
            ("wrong-type", draft.Request() with { Items = [null!, null!] }, alpha, null),
        ];
        foreach ((string type, ReportRequest request, EnrolledMember sender, int? index) in cases)
        {
            Problem problem = await world.RefuseAsync(request, sender, type);
            Assert.Equal(index, problem.Index);
            Assert.False(string.IsNullOrEmpty(problem.Detail));
        }
        Assert.Contains("newest live epoch of 'goods' is 1", (await world.RefuseAsync((draft with { Epoch = 7 }).Request(), alpha, "epoch-not-current")).Detail, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (await world.CountAsync("report"), await world.CountAsync("report_item"), await world.CountAsync("entry")));
        await world.FileAsync(draft);
    }

    [Fact]
    public async Task Refuses_what_policy_does_not_let_the_role_or_sector_report()
    {
        await using ReportWorld world = await ReportWorld.StartAsync();
        EnrolledMember courier = await world.Hub.EnrolAsync("swift", role: "courier", sector: "courier");
        await world.ExecuteAsync("UPDATE list_purpose SET allowed = 0 WHERE role = 'courier' AND purpose = 'report'");
        await world.RefuseAsync(world.Draft(courier, TestIdentifier.New()).Request(), courier, "purpose-not-allowed");
        await world.ExecuteAsync("UPDATE list SET sectors = 'marketplace'");
        await world.RefuseAsync(world.Draft(courier, TestIdentifier.New()).Request(), courier, "statement-mismatch");
    }

    private static ReportRequest Without(ReportRequest request) => request with { Items = [.. request.Items.Skip(1)] };

    private static ReportRequest Signed(ReportRequest request, Func<SignedBytes, SignedBytes> change) => request with { Statement = change(request.Statement) };

    private static ReportRequest Changed(ReportRequest request, int index, Func<ReportSecret, ReportSecret> change) =>
        request with { Items = [.. request.Items.Select((secret, at) => at == index ? change(secret) : secret)] };
}

internal static class CertificateKeys
{
    public static ECDsa GetECDsaPrivateKeyOrThrow(this System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate) ?? throw new InvalidOperationException("The certificate has no key.");
}

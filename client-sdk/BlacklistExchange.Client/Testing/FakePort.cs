using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace BlacklistExchange.Client.Testing;

/// <summary>The routes of one port of a fake hub; holders beyond the first answer evaluations only.</summary>
internal sealed class FakePort(FakeHubState state, int holder)
{
    private const string Lists = "/v1/lists/";
    private const string Files = "/v1/files/";

    public async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        EvaluateRequest? evaluation = path == Routes.Evaluate ? await FakeDispatch.ReadAsync(context, WireJson.Strict.EvaluateRequest).ConfigureAwait(false) : null;
        FakeRequest request = new(holder, context.Request.Method, path, evaluation?.Purpose,
            [.. (evaluation?.Groups ?? []).Select(static group => Base64Url.GetMaxDecodedLength(group.Elements.Length) / 32)], evaluation?.RequestId, FakeDispatch.FromOf(context));
        (bool drop, bool afterWork) = state.Locked(() =>
        {
            state.Requests.Add(request);
            bool due = state.DropsLeft > 0;
            state.DropsLeft -= due ? 1 : 0;
            return (due, state.DropAfterWork);
        });
        if (drop && !afterWork)
        {
            context.Abort();
            return;
        }
        if (state.BeforeAnswer is { } before)
        {
            await before(request).ConfigureAwait(false);
        }
        if (drop)
        {
            Work(evaluation, Caller(context));
            context.Abort();
            return;
        }
        await DispatchAsync(context, path, evaluation).ConfigureAwait(false);
    }

    private async Task DispatchAsync(HttpContext context, string path, EvaluateRequest? evaluation)
    {
        FakeMember? member = Caller(context);
        if (member is null or { IsRevoked: true })
        {
            await FakeDispatch.RefuseAsync(context, FakeProblem.Of(403, member is null ? "unknown-certificate" : "certificate-revoked", "Ask the operator.")).ConfigureAwait(false);
            return;
        }
        await (path switch
        {
            Routes.Evaluate => EvaluateAsync(context, evaluation, member),
            _ when holder > 1 => NotFoundAsync(context),
            Routes.Lists => FakeDispatch.WriteAsync(context, new ListsResponse(state.Options.Exchange, Now(), [Info()]), WireJson.Default.ListsResponse),
            Routes.Budget => FakeDispatch.WriteAsync(context, state.Locked(() => Budget(member)), WireJson.Default.BudgetResponse),
            Routes.Reports => ReportAsync(context, member),
            Routes.Retractions => RetractAsync(context, member),
            Routes.Renewals => RenewAsync(context, member),
            Routes.EntryState or Routes.Disputes => DeskAsync(context, path, member),
            _ when path == $"{Lists}{state.Options.List}/epochs" => FakeDispatch.WriteAsync(context, state.Locked(Epochs), WireJson.Default.EpochsResponse),
            _ when path == $"{Lists}{state.Options.List}/manifest" => FakeDispatch.WriteAsync(context, state.Locked(Manifest), WireJson.Default.ManifestResponse),
            _ when path.StartsWith(Files, StringComparison.Ordinal) => FileAsync(context, path[Files.Length..]),
            _ => NotFoundAsync(context),
        }).ConfigureAwait(false);
    }

    private FakeMember? Caller(HttpContext context)
    {
        X509Certificate2? certificate = context.Connection.ClientCertificate;
        return certificate is null ? null : state.Locked(() => state.Members.GetValueOrDefault(Convert.ToHexString(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))));
    }

    private (EvaluateResponse? Answer, Problem? Problem) Work(EvaluateRequest? evaluation, FakeMember? member) => evaluation is null || member is null
        ? (null, FakeProblem.Of(400, "malformed-json", "Not an evaluation."))
        : state.Locked(() => state.Holders[holder - 1].Evaluate(evaluation, member, state.Epochs));

    private Task EvaluateAsync(HttpContext context, EvaluateRequest? evaluation, FakeMember member)
    {
        (EvaluateResponse? answer, Problem? problem) = Work(evaluation, member);
        if (answer is null)
        {
            return FakeDispatch.RefuseAsync(context, problem!);
        }
        return state.Holders[holder - 1].Lies.HasFlag(FakeHubLie.Garbage) ? context.Response.WriteAsync("<html>welcome</html>", context.RequestAborted)
            : FakeDispatch.WriteAsync(context, answer, WireJson.Default.EvaluateResponse);
    }

    private async Task ReportAsync(HttpContext context, FakeMember member)
    {
        ReportRequest? request = await FakeDispatch.ReadAsync(context, WireJson.Strict.ReportRequest).ConfigureAwait(false);
        (ReportResponse? answer, int status, Problem? problem) = request is null ? (null, 400, FakeProblem.Of(400, "malformed-json", "Not a report.")) : state.Locked(() =>
        {
            state.IsDirty = true;
            return state.Reports.Report(request, member, state.Epochs[^1].Number, state.Lies.HasFlag(FakeHubLie.ForeignReceipt));
        });
        await (answer is null ? FakeDispatch.RefuseAsync(context, problem!) : FakeDispatch.WriteAsync(context, answer, WireJson.Default.ReportResponse, status)).ConfigureAwait(false);
    }

    private async Task RetractAsync(HttpContext context, FakeMember member)
    {
        RetractionRequest? request = await FakeDispatch.ReadAsync(context, WireJson.Strict.RetractionRequest).ConfigureAwait(false);
        (RetractionResponse? answer, Problem? problem) = request is null ? (null, FakeProblem.Of(400, "malformed-json", "Not a retraction.")) : state.Locked(() =>
        {
            state.IsDirty = true;
            return state.Reports.Retract(request, member);
        });
        await (answer is null ? FakeDispatch.RefuseAsync(context, problem!) : FakeDispatch.WriteAsync(context, answer, WireJson.Default.RetractionResponse)).ConfigureAwait(false);
    }

    private async Task RenewAsync(HttpContext context, FakeMember member)
    {
        RenewalRequest? request = await FakeDispatch.ReadAsync(context, WireJson.Strict.RenewalRequest).ConfigureAwait(false);
        (RenewalResponse? answer, Problem? problem) = request is null ? (null, FakeProblem.Of(400, "malformed-json", "Not a renewal.")) : state.Locked(() =>
        {
            state.IsDirty = true;
            return state.Reports.Renew(request, member, state.Epochs[^1].Number);
        });
        await (answer is null ? FakeDispatch.RefuseAsync(context, problem!) : FakeDispatch.WriteAsync(context, answer, WireJson.Default.RenewalResponse)).ConfigureAwait(false);
    }

    private async Task DeskAsync(HttpContext context, string path, FakeMember member)
    {
        DisputeRequest? dispute = path == Routes.Disputes ? await FakeDispatch.ReadAsync(context, WireJson.Strict.DisputeRequest).ConfigureAwait(false) : null;
        EntryStateRequest? asked = path == Routes.EntryState ? await FakeDispatch.ReadAsync(context, WireJson.Strict.EntryStateRequest).ConfigureAwait(false)
            : dispute is null ? null : new EntryStateRequest(dispute.List, dispute.Epoch, dispute.Kind, dispute.EntryKey);
        if (member.Role != "regulator" || asked is null || !IdentifierKinds.TryGetByName(asked.Kind, out IdentifierKind kind))
        {
            await FakeDispatch.RefuseAsync(context, FakeProblem.Of(403, "role-not-allowed", "For desks only.")).ConfigureAwait(false);
            return;
        }
        EntryStateResponse answer = state.Locked(() => State(asked, kind, dispute is not null));
        await FakeDispatch.WriteAsync(context, answer, WireJson.Default.EntryStateResponse).ConfigureAwait(false);
    }

    private EntryStateResponse State(EntryStateRequest asked, IdentifierKind kind, bool dispute)
    {
        using EntryKey key = EntryKey.Import(Base64Url.DecodeFromChars(asked.EntryKey));
        Tag tag = key.DeriveTag();
        if (dispute && state.Entries.Find(asked.Epoch, kind, tag) is not null)
        {
            state.Entries.SetState(asked.Epoch, kind, tag, EntryState.Disputed);
            state.IsDirty = true;
        }
        FakeList.Row? row = state.Entries.Find(asked.Epoch, kind, tag);
        return new EntryStateResponse(tag.ToString(), row is null ? "unknown" : FakeReports.StateName(row.State), row?.Reports ?? 0, row is null ? null : Now());
    }

    private Task FileAsync(HttpContext context, string digest)
    {
        (byte[]? file, int? cut) = state.Locked(() =>
        {
            byte[]? found = state.Publisher.File(digest);
            bool cutNow = found is not null && state.CutsLeft > 0;
            state.CutsLeft -= cutNow ? 1 : 0;
            return (state.Lies.HasFlag(FakeHubLie.TornSnapshot) ? Torn(found) : found, cutNow ? state.CutAfter : (int?)null);
        });
        return file is null ? NotFoundAsync(context) : FakeDispatch.FileAsync(context, file, cut);
    }

    private static byte[]? Torn(byte[]? file)
    {
        if (file is null)
        {
            return null;
        }
        byte[] torn = [.. file];
        torn.AsSpan(torn.Length / 2).Clear();
        torn[^1] = 1;
        return torn;
    }

    private EpochsResponse Epochs()
    {
        if (!state.Lies.HasFlag(FakeHubLie.OtherDescriptor))
        {
            return new EpochsResponse([.. state.Epochs.Select(static epoch => epoch.Signed)]);
        }
        return new EpochsResponse([.. state.Epochs.Select(epoch => state.Authority.Sign((epoch.Descriptor with { NotAfter = epoch.Descriptor.NotAfter + 1 }).Encode()))]);
    }

    private ManifestResponse Manifest()
    {
        state.Refresh();
        return new ManifestResponse(state.Publisher.Serve(state.Lies));
    }

    private BudgetResponse Budget(FakeMember member) => new(member.Name + "-entity",
        [.. state.Epochs.SelectMany(epoch => epoch.Kinds.Order().Select(kind => state.Budgets[0].Line(kind, epoch.Number)))]);

    private ListInfo Info() => new(state.Options.List, "A list for tests.", 1, [.. state.Options.Kinds.Select(IdentifierKinds.Name)], Purposes.All, 0,
    [
        new LadderRule("court-decision", false, 1, "listed"),
        new LadderRule("administrative-decision", false, 1, "listed"),
        new LadderRule("customs-seizure", false, 1, "listed"),
        new LadderRule("notarised-purchase", true, 1, "listed"),
        new LadderRule("platform-adjudication", false, 2, "listed"),
        new LadderRule("rights-holder-notice", false, 1, "watch"),
        new LadderRule("algorithmic-detection", false, 1, "watch"),
    ]);

    private long Now() => state.Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    private static Task NotFoundAsync(HttpContext context) => FakeDispatch.RefuseAsync(context, FakeProblem.Of(404, "not-found", "There is nothing at this path."));
}

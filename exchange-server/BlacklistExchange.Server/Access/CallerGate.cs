using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BlacklistExchange.Server.Problems;
using BlacklistExchange.Server.Storage;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace BlacklistExchange.Server.Access;

/// <summary>
/// Stands before every route of the member and operator ports: the certificate's key is looked up in the database on every request. Headers are never
/// asked who the caller is.
/// </summary>
internal sealed class CallerGate(RequestDelegate next, Store store, SoundTime time, LiveConnections live, RequestRate rate, Sightings sightings, AccessMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        HubPort port = context.Features.Get<HubPortFeature>()?.Port ?? throw new InvalidOperationException("A connection came in by no known port.");
        Refusal? refusal = port switch
        {
            HubPort.Member => await AdmitMemberAsync(context),
            HubPort.Operator => await AdmitOperatorAsync(context),
            _ => null,
        };
        if (refusal is null)
        {
            await next(context);
            return;
        }
        metrics.Refused(refusal, port);
        await refusal.ExecuteAsync(context);
        if (CallerRules.EndsConnection(refusal))
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo: the identity of a caller.</summary>
    public static byte[] SpkiSha256(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    private async Task<Refusal?> AdmitMemberAsync(HttpContext context)
    {
        byte[] spki = Key(context);
        CallerSql.MemberRow? row = await store.ReadAsync((connection, transaction) => CallerSql.FindMember(connection, transaction, spki), context.RequestAborted);
        Refusal? refusal = Admit(context, row, spki);
        if (row is not null)
        {
            sightings.Note(row.Slug, spki, context.Connection.RemoteIpAddress, admitted: refusal is null);
        }
        return refusal;
    }

    private Refusal? Admit(HttpContext context, CallerSql.MemberRow? row, byte[] spki)
    {
        if (!CallerRules.Admit(row, spki, time.Look()).TryGet(out Member? member, out Refusal? refusal))
        {
            return refusal;
        }
        context.Features.Set(member);
        return live.Admit(context, spki) ?? rate.Admit(member.Slug);
    }

    private async Task<Refusal?> AdmitOperatorAsync(HttpContext context)
    {
        byte[] spki = Key(context);
        CallerSql.OperatorRow? row = await store.ReadAsync((connection, transaction) => CallerSql.FindOperator(connection, transaction, spki), context.RequestAborted);
        if (!CallerRules.Admit(row, spki, time.Look()).TryGet(out Operator? caller, out Refusal? refusal))
        {
            return refusal;
        }
        context.Features.Set(caller);
        return null;
    }

    private static byte[] Key(HttpContext context) => context.Features.GetRequiredFeature<ConnectionKey>().SpkiSha256(context.Connection.ClientCertificate
        ?? throw new InvalidOperationException("A connection without a certificate passed the handshake."));
}

using System.Text.Json.Serialization;

namespace BlacklistExchange.Server.Certificates;

/// <summary>One certificate.</summary>
/// <param name="Holder">root, server or operator.</param>
/// <param name="Name">The operator's name; else the holder again.</param>
/// <param name="Subject">What it says of itself.</param>
/// <param name="Spki">SHA-256 of its key, hexadecimal.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="DaysLeft">Whole days until then, less than zero once it has ended.</param>
/// <param name="Status">active or revoked.</param>
/// <param name="Names">Host names and addresses, of a server certificate.</param>
internal sealed record CertificateResponse(string Holder, string Name, string Subject, string Spki, long NotAfter, long DaysLeft, string Status, IReadOnlyList<string>? Names = null);

internal sealed record CertificatesResponse(IReadOnlyList<CertificateResponse> Certificates);

/// <param name="Names">Host names and addresses to add to those of the present certificate.</param>
/// <param name="Days">Life of the new certificate.</param>
internal sealed record RenewServerRequest(IReadOnlyList<string>? Names = null, int? Days = null);

/// <param name="Reason">Why, for the audit log.</param>
internal sealed record RenewRootRequest(string Reason);

/// <param name="Name">Who, 2 to 32 of a-z, 0-9 and '-'.</param>
/// <param name="Request">A PKCS #10 request for a P-256 key, PEM text.</param>
/// <param name="Days">Life of the certificate.</param>
internal sealed record AddOperatorRequest(string Name, string Request, int? Days = null);

/// <param name="Request">A PKCS #10 request for another P-256 key, PEM text.</param>
/// <param name="Days">Life of the new certificate.</param>
/// <param name="RevokeOld">The old keys end now instead of at their certificates' end.</param>
internal sealed record RenewOperatorRequest(string Request, int? Days = null, bool RevokeOld = false);

/// <param name="Reason">Why, for the audit log.</param>
internal sealed record RevokeOperatorRequest(string Reason);

/// <param name="Name">The operator.</param>
/// <param name="Certificate">PEM.</param>
/// <param name="Root">The root to trust, PEM.</param>
/// <param name="NotAfter">The certificate's end.</param>
internal sealed record OperatorResponse(string Name, string Certificate, string Root, long NotAfter);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(CertificatesResponse))]
[JsonSerializable(typeof(CertificateResponse))]
[JsonSerializable(typeof(RenewServerRequest))]
[JsonSerializable(typeof(RenewRootRequest))]
[JsonSerializable(typeof(AddOperatorRequest))]
[JsonSerializable(typeof(RenewOperatorRequest))]
[JsonSerializable(typeof(RevokeOperatorRequest))]
[JsonSerializable(typeof(OperatorResponse))]
internal sealed partial class CertificatesJson : JsonSerializerContext;

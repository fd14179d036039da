using System.Buffers.Text;
using System.Security.Cryptography;
using BlacklistExchange.Protocol.Entries;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Server.Tests.Reports;

/// <summary>What stands for one identifier in one epoch: a kind and an entry key, as a member would have derived it.</summary>
internal sealed record TestIdentifier(IdentifierKind Kind, byte[] Key)
{
    public Tag Tag
    {
        get
        {
            using EntryKey key = EntryKey.Import(Key);
            return key.DeriveTag();
        }
    }

    public string KeyText => Base64Url.EncodeToString(Key);

    public static TestIdentifier New(IdentifierKind kind = IdentifierKind.Phone) => new(kind, RandomNumberGenerator.GetBytes(EntryKey.Size));

    /// <summary>Opens a sealed label as a member would.</summary>
    public Label Open(byte[]? sealedLabel)
    {
        using EntryKey key = EntryKey.Import(Key);
        Assert.True(SealedLabel.TryOpen(key, sealedLabel, out Label label));
        return label;
    }
}

/// <summary>A report in the making; every part can be made wrong.</summary>
internal sealed record ReportDraft(EnrolledMember Member, params TestIdentifier[] Identifiers)
{
    public string Exchange { get; init; } = "test-exchange";

    public string? Reporter { get; init; }

    public string List { get; init; } = ReportWorld.List;

    public uint Epoch { get; init; } = 1;

    public Guid ReportId { get; init; } = Guid.NewGuid();

    public Category Category { get; init; } = Category.Counterfeit;

    public EvidenceType Evidence { get; init; } = EvidenceType.PlatformAdjudication;

    public bool NoticeServed { get; init; }

    public required Month Observed { get; init; }

    /// <summary>Null = the reporter's own finding.</summary>
    public string? Origin { get; init; }

    public ushort PolicyVersion { get; init; } = 1;

    public ECDsa? SignWith { get; init; }

    /// <summary>The request and the statement's exact bytes.</summary>
    public ReportRequest Request()
    {
        byte[] salt = RandomNumberGenerator.GetBytes(ReportCommitments.SaltSize);
        byte[] evidence = RandomNumberGenerator.GetBytes(32);
        ReportStatement statement = new()
        {
            Exchange = Exchange,
            Member = Reporter ?? Member.Slug,
            List = List,
            Epoch = Epoch,
            ReportId = ReportId,
            Category = Category,
            Right = new byte[32],
            EvidenceType = Evidence,
            Observed = Observed,
            Basis = ReportBasis.OwnFinding,
            NoticeServed = NoticeServed,
            Origin = ReportCommitments.Origin(Origin ?? Member.Slug, new byte[32]),
            PolicyVersion = PolicyVersion,
            Items = [.. Identifiers.Select(identifier => new ReportItem((byte)identifier.Kind, ReportCommitments.Item(salt, identifier.Tag, (byte)identifier.Kind, evidence), evidence))],
        };
        string saltText = Base64Url.EncodeToString(salt);
        return new ReportRequest(Signed(SignWith ?? Member.SigningKey, statement.Encode()), [.. Identifiers.Select(identifier => new ReportSecret(identifier.KeyText, saltText))]);
    }

    public static SignedBytes Signed(ECDsa key, byte[] payload) =>
        new(Base64Url.EncodeToString(payload), Base64Url.EncodeToString(DetachedSignature.Sign(key, payload)));
}

using BlacklistExchange.Demo.Worlds;

namespace BlacklistExchange.Demo.Stage;

/// <summary>Everybody who takes part.</summary>
internal sealed record Cast(IReadOnlyList<MemberStage> Platforms, MemberStage Courier, MemberStage Desk)
{
    public const string Kinds = "phone,resident-id,uscc,bank-card,seller-account,courier-sender";
    private const string Declared = "phone=2000/day,resident-id=2000/day,uscc=2000/day,bank-card=2000/day";

    public IReadOnlyList<MemberStage> Everybody => [.. Platforms, Courier, Desk];

    /// <summary>Founds the exchange, opens a list, enrols everybody; the last platform may declare a volume of its own.</summary>
    public static async Task<Cast> EnrolAsync(HubStage hub, string folder, CancellationToken cancellationToken, string lastDeclared = Declared)
    {
        await hub.StartAsync(cancellationToken);
        await hub.VerbAsync(cancellationToken, "list", "add", MemberStage.List, "--kinds", Kinds, "--scope", "e-commerce, intellectual property, Beijing", "--release-delay", "0");
        await hub.VerbAsync(cancellationToken, "epoch", "open", MemberStage.List, "--not-before", "now");
        Cast cast = new([.. World.Platforms.Select(p => new MemberStage(folder, p.Slug))], new MemberStage(folder, World.Courier), new MemberStage(folder, "regulator-desk"));
        int number = 0;
        IEnumerable<Task> platforms = cast.Platforms.Zip(World.Platforms, (member, p) =>
            member.EnrolAsync(hub, p.Name, $"DEMO-{++number:D4}", "member", "marketplace", p == World.Platforms[^1] ? lastDeclared : Declared, cancellationToken));
        await Task.WhenAll(platforms.Append(cast.Courier.EnrolAsync(hub, "顺达速运", "DEMO-0101", "courier", "courier", Declared, cancellationToken))
            .Append(cast.Desk.EnrolAsync(hub, "北京市场监管", "DEMO-0201", "regulator", "regulator", "phone=500/day", cancellationToken)).ToList());
        return cast;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using BlacklistExchange.Client;
using BlacklistExchange.Client.Testing;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Protocol.Wire;

// What a platform's first program does with the package: a fake hub, one person who is listed and one who is not, and the same again by handle with the hub gone.
DirectoryInfo folder = Directory.CreateTempSubdirectory("bex-consumer-");
try
{
    await using FakeHub hub = await FakeHub.StartAsync();
    Identifier[] listed = [Identifier.Parse(IdentifierKind.Phone, "138 2461 0357"), Identifier.Parse(IdentifierKind.ResidentId, "110105199003070017")];
    Identifier[] innocent = [Identifier.Parse(IdentifierKind.Phone, "139 2461 0358")];
    hub.List(listed);
    await using ExchangeClient exchange = hub.CreateClient(folder.FullName, OnUncertain.FailOpen);

    Checked first = await exchange.CheckAsync(listed, Purposes.SignUp);
    Checked second = await exchange.CheckAsync(innocent, Purposes.SignUp);
    Print("listed", first.Listing);
    Print("innocent", second.Listing);
    await hub.StopAsync();
    Print("listed, by handle without the hub", exchange.Match(first.Handle!).Listing);
    Print("innocent, by handle without the hub", exchange.Match(second.Handle!).Listing);
    Print("somebody new without the hub", (await exchange.CheckAsync([Identifier.Parse(IdentifierKind.Phone, "139 2461 0359")], Purposes.SignUp)).Listing);
}
finally
{
    folder.Delete(recursive: true);
}

foreach (Assembly assembly in (Assembly[])[typeof(Identifier).Assembly, typeof(ExchangeClient).Assembly])
{
    Console.WriteLine($"{assembly.GetName().Name} {assembly.GetName().Version!.ToString(3)} opens its inside to {assembly.GetCustomAttributes<InternalsVisibleToAttribute>().Count()} assemblies");
}

static void Print(string who, ApplicantListing listing) =>
    Console.WriteLine($"{who}: {string.Join(", ", listing.Listings.Select(static one => one.Verdict))}; {(listing.ShouldRefuse ? "refuse" : "let pass")}");

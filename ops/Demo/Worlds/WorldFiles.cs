using System.Text;

namespace BlacklistExchange.Demo.Worlds;

/// <summary>
/// A world as the files its members keep. <c>truth.csv</c> is known to nobody in the story: it says which shops belong to whom, so that the audience can count.
/// </summary>
internal static class WorldFiles
{
    public const string ReportHeader = "case_id,kind,namespace,identifier,category,evidence_type,observed";
    public const string SellerHeader = "shop_id,shop_name,phone,resident_id,uscc,bank_card";
    public const string SenderHeader = "parcel,phone,account";
    public const string TruthHeader = "shop_id,case_id";

    public static string Expelled(string folder, string platform) => Path.Combine(folder, platform, "expelled.csv");

    public static string Sellers(string folder, string platform) => Path.Combine(folder, platform, "sellers.csv");

    public static string Senders(string folder) => Path.Combine(folder, World.Courier, "senders.csv");

    public static string Truth(string folder) => Path.Combine(folder, "truth.csv");

    public static void Write(string folder, World world)
    {
        foreach ((string slug, _) in World.Platforms)
        {
            Directory.CreateDirectory(Path.Combine(folder, slug));
            Save(Expelled(folder, slug), ReportHeader, world.Merchants.Where(m => m.Platform == slug).SelectMany(Rows));
            Save(Sellers(folder, slug), SellerHeader, world.Shops.Where(s => s.Platform == slug)
                .Select(s => $"{s.Id},{s.Name},{s.Person.Phone},{s.Person.ResidentId},{s.Person.Uscc},{s.Person.BankCard}"));
        }
        Directory.CreateDirectory(Path.Combine(folder, World.Courier));
        Save(Senders(folder), SenderHeader, world.Senders.Select(s => $"{s.Id},{s.Phone},{s.Account}"));
        Save(Truth(folder), TruthHeader, world.Owners.Select(o => $"{o.Key},{o.Value}").Append($"{world.RecycledShop},recycled-phone"));
    }

    /// <summary>Rows of a file of ours, without its header; our files have no quoted fields.</summary>
    public static IEnumerable<string[]> Read(string path) => File.ReadLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','));

    private static IEnumerable<string> Rows(Merchant merchant)
    {
        (string Kind, string Namespace, string Value)[] items =
        [
            ("seller-account", merchant.Platform, merchant.SellerId),
            ("phone", "", merchant.Person.Phone),
            ("resident-id", "", merchant.Person.ResidentId),
            ("uscc", "", merchant.Person.Uscc),
            ("bank-card", "", merchant.Person.BankCard),
            ("courier-sender", World.Courier, merchant.CourierSender),
        ];
        return items.Select(item => $"{merchant.Case},{item.Kind},{item.Namespace},{item.Value},counterfeit,platform-adjudication,2020-02");
    }

    private static void Save(string path, string header, IEnumerable<string> rows) =>
        File.WriteAllText(path, string.Join('\n', rows.Prepend(header)) + "\n", new UTF8Encoding(false));
}

namespace BlacklistExchange.Demo.Worlds;

/// <summary>
/// The Beijing week of February 2020, with invented people: five platforms expelled 70 merchants; 26 shops on other platforms, under other names, belong to
/// some of them, among thousands of innocent sellers. One innocent has inherited a listed merchant's phone number.
/// </summary>
internal sealed record World(IReadOnlyList<Merchant> Merchants, IReadOnlyList<Shop> Shops, IReadOnlyDictionary<string, string> Owners, IReadOnlyList<(string Id, string Phone, string Account)> Senders, string RecycledShop)
{
    public const string Courier = "shunda";
    public const int MerchantCount = 70;
    public const int HiddenShops = 26;
    public const int InnocentShopsPerPlatform = 600;

    /// <summary>The five platforms: name on the exchange, company, its invented registry number.</summary>
    public static IReadOnlyList<(string Slug, string Name)> Platforms { get; } =
        [("jd", "京东"), ("alibaba", "阿里巴巴"), ("pinduoduo", "拼多多"), ("weidian", "微店"), ("suning", "苏宁易购")];

    public static World Generate(long seed)
    {
        SeededNumbers numbers = new(seed);
        People people = new(numbers);
        List<Merchant> merchants = [];
        for (int i = 0; i < MerchantCount; i++)
        {
            string platform = Platforms[i % Platforms.Count].Slug;
            merchants.Add(new Merchant($"{platform}-2020-{i / Platforms.Count + 1:D3}", platform, people.Once(() => "s" + numbers.Text(9)), people.Once(() => numbers.Text(10)), people.Next(business: true)));
        }
        List<Shop> shops = [];
        Dictionary<string, string> owners = [];
        for (int i = 0; i < HiddenShops; i++)
        {
            Merchant owner = merchants[(i * 11 + 3) % MerchantCount];
            string platform = numbers.Pick([.. Platforms.Select(p => p.Slug).Where(slug => slug != owner.Platform)]);
            Shop shop = new(platform, people.Once(() => "s" + numbers.Text(9)), ShopNames.Next(numbers), Disguise(owner.Person, people.Next(business: true), i % 3));
            shops.Add(shop);
            owners.Add(shop.Id, owner.Case);
        }
        foreach ((string slug, _) in Platforms)
        {
            for (int i = 0; i < InnocentShopsPerPlatform; i++)
            {
                shops.Add(new Shop(slug, people.Once(() => "s" + numbers.Text(9)), ShopNames.Next(numbers), people.Next(business: i % 2 == 0)));
            }
        }
        int unlucky = shops.Count - 7;
        shops[unlucky] = shops[unlucky] with { Person = shops[unlucky].Person with { Phone = merchants[5].Person.Phone } };
        return new World(merchants, numbers.Shuffled(shops), owners, Parcels(numbers, people, merchants), shops[unlucky].Id);
    }

    /// <summary>What a hidden shop shares with its owner: the owner's resident ID, its company, or phone and bank card.</summary>
    private static Person Disguise(Person owner, Person other, int way) => way switch
    {
        0 => other with { ResidentId = owner.ResidentId },
        1 => other with { Uscc = owner.Uscc },
        _ => other with { Phone = owner.Phone, BankCard = owner.BankCard },
    };

    private static List<(string, string, string)> Parcels(SeededNumbers numbers, People people, List<Merchant> merchants)
    {
        List<(string, string, string)> senders = [];
        for (int i = 0; i < 300; i++)
        {
            bool listed = i % 60 == 0;
            Merchant merchant = merchants[i % MerchantCount];
            senders.Add(($"p{i + 1:D4}", listed ? merchant.Person.Phone : people.Next(business: false).Phone, listed ? merchant.CourierSender : people.Once(() => numbers.Text(10))));
        }
        return numbers.Shuffled(senders);
    }
}

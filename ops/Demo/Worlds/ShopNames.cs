namespace BlacklistExchange.Demo.Worlds;

/// <summary>Invented names of shops.</summary>
internal static class ShopNames
{
    private static readonly string[] First = ["晨", "星", "海", "云", "山", "禾", "木", "锦", "悦", "尚", "嘉", "远", "明", "瑞", "宏", "雅"];
    private static readonly string[] Second = ["光", "辰", "潮", "帆", "岚", "苗", "棉", "绣", "达", "品", "禾", "航", "德", "祥", "图", "致"];
    private static readonly string[] Trade = ["口罩专营店", "劳保用品店", "家居旗舰店", "母婴用品店", "数码配件店", "服饰专卖店", "食品商行", "日用百货店"];

    public static string Next(SeededNumbers numbers) => numbers.Pick(First) + numbers.Pick(Second) + numbers.Pick(Trade);
}

using BlacklistExchange.Protocol.Reports;
using BlacklistExchange.Client.Tests.Reporting;
using BlacklistExchange.Protocol.Entries;

namespace BlacklistExchange.Client.Tests.Killed;

/// <summary>The process that kill tests start: it works on a profile without end and says on its output what was acknowledged.</summary>
internal static class KilledProcess
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var work, var profile, var seed])
        {
            Console.Error.WriteLine("This assembly is run by 'dotnet test'.");
            return 2;
        }
        await using ExchangeClient client = new(new ExchangeClientOptions { ProfileDirectory = profile, List = "sellers", OnUncertain = OnUncertain.FailOpen });
        Console.WriteLine("started");
        for (int number = 0; ; number++)
        {
            if (work == "sync")
            {
                Console.WriteLine($"{(await client.SyncAsync()).Outcome}");
                continue;
            }
            Receipt receipt = await client.ReportAsync(ReportTests.Case(EvidenceType.CourtDecision, TestIds.Phone(int.Parse(seed) + number)));
            Console.WriteLine($"receipt {receipt.ReportId}");
        }
    }
}

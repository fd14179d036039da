namespace BlacklistExchange.Server.Usage;

/// <summary>The record of use has no route of its own: incidents read it.</summary>
internal static class UsageEndpoints
{
    public static void AddUsage(this IServiceCollection services) => services.AddSingleton<UseNotes>().AddHostedService<WriteUse>().AddHostedService<ForgetUse>();
}

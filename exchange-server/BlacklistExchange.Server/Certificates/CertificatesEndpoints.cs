using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Restoration;

namespace BlacklistExchange.Server.Certificates;

internal static class CertificatesEndpoints
{
    public static void AddCertificates(this IServiceCollection services) =>
        services.AddSingleton<FollowCertificates>().AddHostedService(static provider => provider.GetRequiredService<FollowCertificates>());

    public static void MapCertificates(this HubRoutes routes)
    {
        routes.Operator.MapGet("/certificates", ShowCertificates.HandleAsync);
        routes.Operator.MapPost("/certificates/server", RenewServer.HandleAsync);
        routes.Operator.MapPost("/certificates/root", RenewRoot.HandleAsync);
        routes.Operator.MapGet("/operators", ShowCertificates.OfOperatorsAsync);
        routes.Operator.MapPost("/operators", AddOperator.HandleAsync);
        routes.Operator.MapPost("/operators/{name}/renew", RenewOperator.HandleAsync);
        routes.Operator.MapPost("/operators/{name}/revoke", RevokeOperator.HandleAsync).WithMetadata(WhileRestored.Allowed);
    }
}

namespace BlacklistExchange.Server.Tests.Engines;

/// <summary>A test that needs PostgreSQL; where it is not installed, the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresBinaries.Missing;
}

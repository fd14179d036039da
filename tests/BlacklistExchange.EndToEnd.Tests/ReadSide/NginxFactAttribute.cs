namespace BlacklistExchange.EndToEnd.Tests.ReadSide;

/// <summary>A test that needs nginx with its stream module; where they are not installed, the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = Nginx.Missing;
}

/// <summary>The same for a table of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute() => Skip = Nginx.Missing;
}

using BlacklistExchange.Server.Storage;
using Npgsql;

namespace BlacklistExchange.Server.Tests.Storage;

public sealed class PostgresAddressTests : IDisposable
{
    private const string Secret = "hunter-two";
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("Host=/run/postgresql;Database=d;Username=u")]
    [InlineData("Host=127.0.0.1;Database=d;Username=u;Password=" + Secret)]
    [InlineData("Host=::1;Database=d;Username=u")]
    [InlineData("Host=localhost;Database=d;Username=u")]
    [InlineData("Host=db.example;Database=d;Username=u;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem")]
    public void Returns_an_address_that_nobody_reads_along(string text)
    {
        NpgsqlConnectionStringBuilder address = Read(text);
        Assert.Equal("d", address.Database);
        Assert.False(address.Pooling || address.IncludeErrorDetail || address.LogParameters || address.PersistSecurityInfo);
    }

    [Theory]
    [InlineData("Host=db.example;Database=d;Username=u;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=db.example;Database=d;Username=u;SSL Mode=Require;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=db.example;Database=d;Username=u;SSL Mode=VerifyCA;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=10.0.0.7;Database=d;Username=u;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=localhost.example;Database=d;Username=u;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=127.0.0.1,two.example;Database=d;Username=u;SSL Mode=Require;Password=" + Secret, "VerifyFull")]
    [InlineData("Host=one.example,one.example:5432;Database=d;Username=u;SSL Mode=VerifyFull;Password=" + Secret, "twice")]
    [InlineData("Host=one.example,;Database=d;Username=u;SSL Mode=VerifyFull;Password=" + Secret, "empty")]
    [InlineData("Host=one.example:x,two.example;Database=d;Username=u;SSL Mode=VerifyFull;Password=" + Secret, "port")]
    [InlineData("Host=one.example:99999,two.example;Database=d;Username=u;SSL Mode=VerifyFull;Password=" + Secret, "port")]
    [InlineData("Host=127.0.0.1;Username=u;Password=" + Secret, "Database")]
    [InlineData("Database=d;Username=u;Password=" + Secret, "Host")]
    [InlineData("", "Host")]
    [InlineData("postgres://u:" + Secret + "@127.0.0.1/d", "Host=")]
    [InlineData("Host=127.0.0.1;Database=d;Username=u;Port=x" + Secret, "Host=")]
    [InlineData("Host=127.0.0.1;Database=d;Username=u;" + Secret + "=1", "Host=")]
    public void Refuses_another_without_saying_what_is_secret(string text, string named)
    {
        SetupException exception = Assert.Throws<SetupException>(() => Read(text));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=one.example:5433,two.example;Database=d;Username=u;SSL Mode=VerifyFull", "one.example:5433 two.example:5432")]
    [InlineData("Host=one.example , two.example;Port=6000;Database=d;Username=u;SSL Mode=VerifyFull;Target Session Attributes=standby;Load Balance Hosts=true", "one.example:6000 two.example:6000")]
    [InlineData("Host=127.0.0.1:5433,localhost,/run/postgresql:5434;Database=d;Username=u", "127.0.0.1:5433 localhost:5432 /run/postgresql:5434")]
    [InlineData("Host=::1,[::1]:5433;Database=d;Username=u", "[::1]:5432 [::1]:5433")]
    public void Returns_several_servers_each_with_its_port(string text, string servers)
    {
        NpgsqlConnectionStringBuilder address = Read(text);
        Assert.True(PostgresServer.TryParse(address, out IReadOnlyList<PostgresServer> found));
        Assert.Equal(servers, string.Join(' ', found));
        Assert.False(address.LoadBalanceHosts || address.TargetSessionAttributes is not null);
        Assert.Equal($"PostgreSQL {servers.Replace(" ", ", ", StringComparison.Ordinal)}, database d", new PostgresEngine(address).Place);
    }

    [Fact]
    public void Refuses_a_file_that_others_may_read()
    {
        string path = _temp.At("connection");
        DurableFile.Write(path, "Host=127.0.0.1;Database=d;Username=u"u8.ToArray());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<SetupException>(() => PostgresAddress.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there() =>
        Assert.Contains("does not exist", Assert.Throws<SetupException>(() => PostgresAddress.Read(_temp.At("none"))).Message, StringComparison.Ordinal);

    private NpgsqlConnectionStringBuilder Read(string text)
    {
        string path = _temp.At("connection");
        DurableFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        return PostgresAddress.Read(path);
    }
}

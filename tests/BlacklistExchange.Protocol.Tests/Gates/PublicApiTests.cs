using BlacklistExchange.Protocol.Wire;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>What strangers compile against changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Keeps_the_public_surface_as_checked_in() => CheckedIn.Matches("spec/BlacklistExchange.Protocol/PublicApi.txt", PublicApi.Text(typeof(Routes).Assembly));

    [Fact]
    public void Returns_a_line_for_every_member()
    {
        string name = "BlacklistExchange.Protocol.Tests.Gates.PublicApiTests.Sample";
        Assert.Equal(
        [
            $"abstract class {name} : IDisposable",
            $"{name}.Age : int? {{ get; init; }}",
            $"{name}.Dispose() : void",
            $"{name}.Find(string? name, out byte[] found, int most = 3) : abstract List<string?>?",
            $"{name}.Limit : const int = 7",
            $"{name}.new(CancellationToken cancellationToken = null)",
        ], PublicApi.Lines(typeof(Sample)));
    }

    public abstract class Sample : IDisposable
    {
        public const int Limit = 7;

        protected Sample(CancellationToken cancellationToken = default) => _ = cancellationToken;

        public int? Age { get; init; }

        public abstract List<string?>? Find(string? name, out byte[] found, int most = 3);

        public void Dispose() => GC.SuppressFinalize(this);

        private protected void Hidden()
        {
        }
    }
}

namespace BlacklistExchange.Load.Measuring;

/// <summary>A folder that is gone when the measurement is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bex-load-");

    public string Root => folder.FullName;

    public string At(string name) => Path.Combine(Root, name);

    public void Dispose() => folder.Delete(recursive: true);
}

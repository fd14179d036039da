namespace BlacklistExchange.Server.Storage;

/// <summary>Where everything of one hub lies, mode 0700.</summary>
internal sealed class DataFolder
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public DataFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }

    /// <summary>Settings, written by init, edited by people.</summary>
    public string Settings => At("hub.json");

    /// <summary>There while a restore fills the folder, and after one that did not finish.</summary>
    public string Unfinished => At("restore.unfinished");

    /// <summary>Held by whoever has the store open for writing.</summary>
    public string Lock => At("hub.lock");

    /// <summary>Public certificates: <c>root.pem</c>, <c>server.pem</c>.</summary>
    public string Certificates => At("certificates");

    /// <summary>Snapshot and delta files, named by digest.</summary>
    public string Snapshots => At("snapshots");

    /// <summary>What lasts only while the hub runs: bound ports.</summary>
    public string Run => At("run");

    public string Ports => System.IO.Path.Combine(Run, "ports.json");

    /// <summary>Where a sealed hub waits for officers' shares.</summary>
    public string OfficersSocket => System.IO.Path.Combine(Run, "officers.sock");

    public string RootCertificate => System.IO.Path.Combine(Certificates, "root.pem");

    public string ServerCertificate => System.IO.Path.Combine(Certificates, "server.pem");

    /// <summary>A path from the settings; relative ones start at the data folder.</summary>
    public string At(string name) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));

    /// <summary>Makes a folder that only its owner may enter.</summary>
    public static void Create(string path) => Directory.CreateDirectory(path, OwnerOnly);
}

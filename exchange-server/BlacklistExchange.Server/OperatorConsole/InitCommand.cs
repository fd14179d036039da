using System.CommandLine;
using System.Net;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub init</c></summary>
internal static class InitCommand
{
    private static readonly Option<string> Exchange = new("--exchange") { Required = true, Description = "Name of the exchange, 2 to 32 of a-z, 0-9 and '-'; it is in every signature and never changes." };
    private static readonly Option<string[]> Hosts = new("--host") { Description = "Name or address by which members reach the hub, for its certificate (may be repeated); localhost, 127.0.0.1 and ::1 always." };
    private static readonly Option<string> Listen = new("--listen") { Description = "Address the member port binds.", DefaultValueFactory = static _ => IPAddress.Loopback.ToString() };
    private static readonly Option<string?> KekFile = new("--kek-file") { Description = "An existing file of 32 bytes, mode 0600; default: a new one beside the data folder." };
    private static readonly Option<string?> Contact = new("--contact") { Description = "Whom refused members should ask." };
    private static readonly Option<string?> ConnectionFile = new("--connection-file") { Description = "A file of mode 0600 with the connection string of an empty PostgreSQL database; default: an SQLite file in the data folder." };
    private static readonly Option<string> OperatorName = new("--operator-name") { Description = "Name of the first operator.", DefaultValueFactory = static _ => "operator" };

    public static Command Create(TimeProvider time)
    {
        Command command = new("init", "Makes a new exchange in an empty folder: root, keys, certificates, database, settings.") { Exchange, Hosts, Listen, KekFile, Contact, ConnectionFile, OperatorName };
        command.SetAction((parse, _) => OperatorActions.RunAsync(parse, () =>
        {
            InitHub.Request request = new(
                parse.Folder(), parse.GetRequiredValue(Exchange), parse.GetValue(Hosts) ?? [], parse.GetValue(Listen)!, parse.GetValue(KekFile), parse.OperatorFolder(),
                parse.GetValue(OperatorName)!, parse.GetValue(Contact), parse.GetValue(ConnectionFile));
            InitHub.Result made = InitHub.Run(request, time);
            parse.InvocationConfiguration.Output.WriteLine(Text(request, made));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static string Text(InitHub.Request request, InitHub.Result made) => $"""
        Made the exchange '{request.Exchange}'.

          settings             {request.Folder.Settings}
          database             {made.Database}
          root certificate     {request.Folder.RootCertificate}   (members trust it, for ten years; its key is sealed)
          server certificate   {request.Folder.ServerCertificate}   (for {string.Join(", ", made.Hosts)})
          sealed keys          {made.Keys}   (root, signing, TLS; epoch keys will come)
          key-encryption key   {made.Kek}{(made.KekIsNew ? "   (new; move it to another disk and set Kek:File)" : "")}
          operator             {request.OperatorFolder}   (operator.pem, operator.key: whoever has the key runs the exchange)

        Never back up the key-encryption key together with the data folder: whoever has both can read every entry and sign as
        the exchange. Without it the sealed keys never open again, so keep one copy of it in a safe.

        Next:
          bex-hub serve --data {request.Folder.Path}
        """;
}

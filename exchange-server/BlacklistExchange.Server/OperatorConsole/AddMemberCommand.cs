using System.CommandLine;
using System.Text;
using BlacklistExchange.Protocol.Identifiers;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.Storage;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary><c>bex-hub member add --csr FILE --entity … --role … --sector … --out BUNDLE.json</c></summary>
internal static class AddMemberCommand
{
    public const int MaxRequestBytes = 64 * 1024;

    public static Command Create()
    {
        Option<string> csr = new("--csr") { Required = true, Description = "The member's enrolment request, made by 'bex profile init'." };
        Option<string> entity = new("--entity") { Required = true, Description = "Its legal entity, as 'entity add' named it." };
        Option<string> role = new("--role") { DefaultValueFactory = static _ => "member", Description = "member, courier, rights-holder or regulator." };
        Option<string> sector = new("--sector") { Required = true, Description = "Its sector, for example marketplace." };
        Option<string?> declared = new("--declared") { Description = "Volume a day: phone=6000/day,resident-id=300/day. Sizes the budgets." };
        Option<int?> days = new("--days") { Description = "Life of its certificate, 1 to 825." };
        Option<string> bundle = new("--out") { Required = true, Description = "Where to write the bundle for the member." };
        Command command = new("add", "Enrols a member and writes the bundle that it imports.") { csr, entity, role, sector, declared, days, bundle };
        command.SetOperatorAction(async (call, cancellationToken) =>
        {
            ParseResult parse = call.Parse;
            string path = parse.GetRequiredValue(bundle);
            BundleFile.RequireRoom(path);
            if (!DeclaredVolume.TryParse(parse.GetValue(declared), static kind => IdentifierKinds.TryGetByName(kind, out _), out IReadOnlyDictionary<string, int> perDay, out string reason))
            {
                throw new SetupException($"--declared: {reason}");
            }
            AddMemberRequest request = new(
                Encoding.UTF8.GetString(InputFile.Read(parse.GetRequiredValue(csr), MaxRequestBytes, "--csr")), parse.GetRequiredValue(entity), parse.GetRequiredValue(role),
                parse.GetRequiredValue(sector), perDay, parse.GetValue(days));
            EnrolledResponse enrolled = await call.Client.PostAsync("members", request, MembersJson.Default.AddMemberRequest, MembersJson.Default.EnrolledResponse, cancellationToken);
            BundleFile.Write(path, enrolled);
            call.Print(enrolled, MembersJson.Default.EnrolledResponse, BundleFile.Text(path, enrolled));
        });
        return command;
    }
}

using System.CommandLine;
using BlacklistExchange.Server.Access;
using BlacklistExchange.Server.Acts;
using BlacklistExchange.Server.Certificates;
using BlacklistExchange.Server.Clock;
using BlacklistExchange.Server.Entries;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Evaluation;
using BlacklistExchange.Server.Incidents;
using BlacklistExchange.Server.Lists;
using BlacklistExchange.Server.Members;
using BlacklistExchange.Server.OperatorConsole;
using BlacklistExchange.Server.Reconciliation;
using BlacklistExchange.Server.Reports;
using BlacklistExchange.Server.Restoration;
using BlacklistExchange.Server.Snapshots;
using BlacklistExchange.Server.Usage;

namespace BlacklistExchange.Server;

/// <summary>The list of capabilities: one line a slice in each method, nothing else.</summary>
internal static class Slices
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddRestoration();
        services.AddClock();
        services.AddUsage();
        services.AddCertificates();
        services.AddMembers();
        services.AddEpochs();
        services.AddEvaluation();
        services.AddEntries();
        services.AddReports();
        services.AddActs();
        services.AddSnapshots();
    }

    public static void MapRoutes(HubRoutes routes)
    {
        routes.MapPublic();
        routes.MapOperator();
        routes.MapClock();
        routes.MapCertificates();
        routes.MapMembers();
        routes.MapLists();
        routes.MapEpochs();
        routes.MapEvaluation();
        routes.MapEntries();
        routes.MapReports();
        routes.MapActs();
        routes.MapSnapshots();
        routes.MapIncidents();
        routes.MapReconciliation();
    }

    /// <summary>The verbs that speak to the running hub: <c>bex-hub noun verb</c>.</summary>
    public static void AddVerbs(RootCommand root)
    {
        root.Noun("clock", "The hub's clock.", ShowClockCommand.Create(), AcceptClockCommand.Create());
        root.Noun("certificate", "Certificates of the exchange.", ListCertificatesCommand.Create(), RenewServerCommand.Create(), RenewRootCommand.Create());
        root.Noun("operator", "Who runs the exchange.", AddOperatorCommand.Create(), RenewOperatorCommand.Create(), RevokeOperatorCommand.Create(), ListOperatorsCommand.Create());
        root.Noun("list", "Lists and their policies.", AddListCommand.Create(), ShowListCommand.Create());
        root.Noun("entity", "Legal entities behind members.", AddEntityCommand.Create(), LinkEntityCommand.Create(), ListEntitiesCommand.Create());
        root.Noun("member", "Members and their certificates.", AddMemberCommand.Create(), ListMembersCommand.Create(), SuspendMemberCommand.Create(), ReinstateMemberCommand.Create(),
            RevokeMemberCommand.Create(), RenewMemberCommand.Create());
        root.Noun("budget", "What members may spend.", ShowBudgetCommand.Create(), SetBudgetCommand.Create(), GrantBudgetCommand.Create());
        root.Noun("epoch", "Epochs and their keys.", OpenEpochCommand.Create(), ListEpochsCommand.Create(), ShowEpochStatusCommand.Create());
        root.Noun("entry", "What the list says, and official acts on it.", ShowEntryCommand.Create(), ActOnEntriesCommand.Create());
        root.Subcommands.Add(IncidentCommand.Create());
        root.Subcommands.Add(ReconcileCommand.Create());
        root.Noun("officer", "Who opens the hub: the KEK split two of three.", InitOfficersCommand.Create(TimeProvider.System), UnsealCommand.Create(), ReplaceOfficersCommand.Create(TimeProvider.System),
            ReleaseKekCommand.Create(TimeProvider.System), ShowOfficersCommand.Create());
        root.Noun("snapshot", "Files that members fetch.", BuildSnapshotCommand.Create());
    }
}

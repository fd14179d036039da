namespace BlacklistExchange.Cli.Commands;

/// <summary>What both ways to a certificate tell the person who takes them.</summary>
internal static class ProfileText
{
    public static void SayWhatToSend(CommandRun run, string request)
    {
        run.Say("");
        run.Say($"  Send to the operator:  {request}");
        run.Say("     It proves both keys and holds no secret. Ask for the bundle file in return,");
        run.Say("     then:  bex profile import BUNDLE");
        run.Say("  Never send to anybody: *.key.pem, vault.key, vault/");
        run.Say("     Nobody needs them but you, the operator least of all.");
        run.Say("");
    }
}

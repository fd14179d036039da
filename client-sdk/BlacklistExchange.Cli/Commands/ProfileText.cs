namespace BlacklistExchange.Cli.Commands;

/// <summary>What both ways to a certificate tell the person who takes them.</summary>
internal static class ProfileText
{
    /// <summary>The only moment at which the code is to be seen.</summary>
    public static void SayCode(CommandRun run, string code, string replaces)
    {
        run.Say("");
        run.Say($"  Emergency code:  {code}");
        run.Say("     Write it on paper now, with the hub's public address, and keep it apart from");
        run.Say($"     the keys; it is kept nowhere and never shown again.{replaces}");
        run.Say("     When a key has leaked:  bex emergency NAME --hub URL   suspends this member.");
    }

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

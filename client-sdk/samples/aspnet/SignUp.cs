using BlacklistExchange.Protocol.Identifiers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace SignUpSample;

/// <summary>
/// The form and its answer. A shop on the open internet asks the exchange only after a code sent to the phone came back, and counts attempts an address:
/// otherwise anybody can ask about anybody here, and spend the shop's budget.
/// </summary>
internal static class SignUp
{
    public static IResult Show(HttpContext context, IAntiforgery antiforgery) => Page.Form(context, antiforgery, new Entered("", "", ""), []);

    public static async Task<IResult> AnswerAsync([FromForm] string? phone, [FromForm] string? email, [FromForm] string? residentId,
        HttpContext context, IAntiforgery antiforgery, Admission admission, Accounts accounts, ILogger<Admission> log)
    {
        Entered entered = new(phone ?? "", email ?? "", residentId ?? "");
        (IReadOnlyList<Identifier> identifiers, IReadOnlyList<string> faults) = Read(entered);
        if (faults.Count > 0)
        {
            return Page.Form(context, antiforgery, entered, faults);
        }
        Decision decision = await admission.DecideAsync(identifiers, context.RequestAborted);
        if (decision.IsRefused)
        {
            return Page.Refused(context);
        }
        Accounts.Account account = accounts.Add(decision.Handle, decision.Note);
        log.LogInformation("Account {Account} opened{Noted}", account.Id, account.Note is null ? "" : ", noted for review");
        return Page.Welcome(context, account.Id);
    }

    /// <summary>The phone is asked for, the others help: two that belong together say more than one. Names of fields that are wrong.</summary>
    private static (IReadOnlyList<Identifier> Identifiers, IReadOnlyList<string> Faults) Read(Entered entered)
    {
        List<Identifier> identifiers = [];
        List<string> faults = [];
        foreach ((IdentifierKind kind, string field, string text) in entered.Fields)
        {
            if (text.Length == 0 && kind != IdentifierKind.Phone)
            {
                continue;
            }
            if (Identifier.TryParse(kind, text, null, out Identifier? identifier, out _))
            {
                identifiers.Add(identifier);
            }
            else
            {
                faults.Add(field);
            }
        }
        return (identifiers, faults);
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;

namespace SignUpSample;

/// <summary>Three pages, made on the server. Every text that is not ours goes through <see cref="Text"/>.</summary>
internal static class Page
{
    /// <summary>Encodes for element and attribute; leaves Chinese readable.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>No script, no frame around it, no address of it elsewhere, and no copy of a filled form in a cache.</summary>
    public static Task Protect(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        return next(context);
    }

    public static IResult Form(HttpContext context, IAntiforgery antiforgery, Entered entered, IReadOnlyList<string> faults)
    {
        Words words = Words.Of(context.Request);
        AntiforgeryTokenSet forgery = antiforgery.GetAndStoreTokens(context);
        StringBuilder body = new($"<form method=\"post\" action=\"/sign-up\"><input type=\"hidden\" name=\"{forgery.FormFieldName}\" value=\"{Text(forgery.RequestToken)}\">");
        foreach ((_, string field, string text) in entered.Fields)
        {
            string fault = faults.Contains(field) ? $"<strong>{Text(words.Fault)}</strong>" : "";
            body.Append($"<p><label>{Text(words.Fields[field])} <input name=\"{field}\" value=\"{Text(text)}\" maxlength=\"200\" autocomplete=\"off\"></label> {fault}</p>");
        }
        body.Append($"<p>{Text(words.Asked)}</p><p><button>{Text(words.Send)}</button></p></form>");
        return Html(words, body.ToString(), faults.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    public static IResult Welcome(HttpContext context, Guid account)
    {
        Words words = Words.Of(context.Request);
        return Html(words, $"<p>{Text(words.Welcome)} <code>{account}</code></p>", StatusCodes.Status201Created);
    }

    /// <summary>What a refused person is told: that, on which ground of ours, and how to contest. Not which field, not by whom: that would be an oracle, and nobody here knows.</summary>
    public static IResult Refused(HttpContext context)
    {
        Words words = Words.Of(context.Request);
        string desk = context.RequestServices.GetRequiredService<IConfiguration>()["ContestDesk"] ?? "contest@shop.example";
        return Html(words, $"<p>{Text(words.Refused)}</p><p>{Text(words.Contest)} <code>{Text(desk)}</code></p>", StatusCodes.Status403Forbidden);
    }

    private static string Text(string? text) => Encoder.Encode(text ?? "");

    private static IResult Html(Words words, string body, int status) => Results.Content(
        $"<!doctype html><html lang=\"{words.Language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{Text(words.Title)}</title><h1>{Text(words.Title)}</h1>{body}</html>",
        "text/html; charset=utf-8", statusCode: status);
}

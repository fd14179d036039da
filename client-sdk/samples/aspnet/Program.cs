// A shop's sign-up page that asks the exchange, and its payout check that asks nobody. Try it:
//   dotnet run --project client-sdk/samples/aspnet -- --Exchange:ProfileDirectory /etc/bex/jd --Exchange:List ipr-beijing --urls http://127.0.0.1:5080
using BlacklistExchange.Client;
using SignUpSample;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddBlacklistExchange(options =>
{
    builder.Configuration.GetSection("Exchange").Bind(options);
    options.OnUncertain = OnUncertain.FailOpen;    // The shop's policy, with Admission: who cannot be checked signs up, and a person looks later.
});
// A forged form would spend the shop's budget under a visitor's cookies, so forms carry the framework's anti-forgery value.
builder.Services.AddAntiforgery(static options => options.Cookie.SameSite = SameSiteMode.Strict);
builder.Services.AddSingleton<Accounts>().AddSingleton<Admission>();

WebApplication app = builder.Build();
app.Use(Page.Protect);
app.UseAntiforgery();
app.MapGet("/", static () => Results.Redirect("/sign-up"));
app.MapGet("/sign-up", SignUp.Show);
app.MapPost("/sign-up", SignUp.AnswerAsync);
// For the shop's own staff and jobs: put your authorization here. The sample has none and listens on loopback only.
app.MapGet("/staff/review", static (Accounts accounts) => accounts.ForReview());
app.MapPost("/staff/payouts/{account:guid}", Payout.Check);
app.Run();

namespace SignUpSample;

/// <summary>What the pages say, in one language.</summary>
internal sealed record Words
{
    public required string Language { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    public required string Fault { get; init; }

    public required string Asked { get; init; }

    public required string Send { get; init; }

    public required string Welcome { get; init; }

    public required string Refused { get; init; }

    public required string Contest { get; init; }

    private static readonly Words English = new()
    {
        Language = "en",
        Title = "Open a shop",
        Fields = new Dictionary<string, string> { ["phone"] = "Mobile phone", ["email"] = "E-mail (optional)", ["residentId"] = "Resident ID number (optional)" },
        Fault = "This is not a valid number or address. Please compare it with what you meant to type.",
        Asked = "We check, without passing on what you type, whether it belongs to somebody whom platforms have reported for infringing intellectual property.",
        Send = "Sign up",
        Welcome = "Welcome. Your account number:",
        Refused = "We cannot open an account: what you entered is on a shared list of intellectual-property infringers.",
        Contest = "If that is wrong, or was done in your name by somebody else, you can contest it, once for all platforms. Write to our contest desk; "
            + "while the entry is disputed, no platform may act on it:",
    };

    private static readonly Words Chinese = new()
    {
        Language = "zh-CN",
        Title = "开店注册",
        Fields = new Dictionary<string, string> { ["phone"] = "手机号", ["email"] = "电子邮箱（选填）", ["residentId"] = "居民身份证号（选填）" },
        Fault = "号码或地址无效，请核对后重新输入。",
        Asked = "我们会核对您填写的信息是否属于被平台举报侵犯知识产权的人；核对时不会把您填写的内容传给他人。",
        Send = "注册",
        Welcome = "欢迎！您的账号：",
        Refused = "暂时无法为您开户：您填写的信息在共享的知识产权侵权名单上。",
        Contest = "如果有误，或是他人冒用您的名义，您可以提出异议，一次异议对所有平台有效。请联系异议受理处；异议处理期间任何平台都不得依据该记录对您采取措施：",
    };

    /// <summary>Chinese for whoever prefers it, English for the rest.</summary>
    public static Words Of(HttpRequest request)
    {
        string first = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(static language => language.Quality ?? 1).Select(static language => language.Value.ToString()).FirstOrDefault("en");
        return first.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
    }
}

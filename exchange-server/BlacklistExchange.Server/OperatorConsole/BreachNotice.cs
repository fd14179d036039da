using System.Globalization;
using BlacklistExchange.Server.Incidents;

namespace BlacklistExchange.Server.OperatorConsole;

/// <summary>
/// The draft of a breach notice from what the hub knows, Chinese and English: what happened, which data, what harm may follow, what was done, whom to ask. What only people know, and every
/// judgement of law, stands in brackets for them to fill or strike out.
/// </summary>
internal static class BreachNotice
{
    /// <summary>Kinds by their names on the wire.</summary>
    internal static readonly IReadOnlyDictionary<string, (string Chinese, string English)> Kinds = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["seller-account"] = ("卖家账号", "seller accounts"),
        ["phone"] = ("手机号码", "telephone numbers"),
        ["resident-id"] = ("居民身份证号码", "resident identity numbers"),
        ["uscc"] = ("统一社会信用代码", "business registration codes"),
        ["bank-card"] = ("银行卡号", "bank card numbers"),
        ["courier-sender"] = ("快递寄件账号", "courier sender accounts"),
        ["passport"] = ("护照号码", "passport numbers"),
        ["travel-permit"] = ("港澳台居民证件号码", "permits of Hong Kong, Macao and Taiwan residents"),
        ["email"] = ("电子邮箱地址", "e-mail addresses"),
        ["payment-account"] = ("支付账号", "payment accounts"),
        ["social-handle"] = ("社交账号", "social media accounts"),
        ["store-url"] = ("网店地址", "addresses of web shops"),
    };

    public static string Of(IncidentResponse incident) => Chinese(incident) + "\n---\n\n" + English(incident);

    private static string Chinese(IncidentResponse incident) => $"""
        # 个人信息安全事件通知【草稿，未经审核不得发出】

        > 本草稿由系统根据运行记录生成。【 】内的内容须由负责人填写、核实或删除；是否构成泄露、应否通知以及通知何人，由负责人【和法律顾问】判断。

        ## 一、发生了什么
        【发现时间、发现方式、发现人】。成员“{incident.EntityName}”（{incident.Member}）用于访问本名单交换平台的密钥【可能/已经】被他人取得。
        可能被他人使用的时间：{Time(incident.Since)} 至 {Time(incident.Until)}（协调世界时）。原因：【待查明】。

        ## 二、涉及的个人信息种类
        - 系统记录显示，该时段内以该成员名义查询的信息种类：{Names(incident, chinese: true)}。
        - 该时段内以该成员名义完成的查询运算共 {Count(incident.TestedAtWorst)} 次；即使全部为他人所为，涉及的标识也不超过此数（按整小时统计{Early(incident, chinese: true)}）。成员自身的正常查询包括在内：此前同等时长为 {Count(incident.TestedBefore)} 次。
        - 每次查询只能核对查询人事先已知或猜到的一个标识，所得为该标识是否在名单上及其标注（类别、月份、依据等级）。查询不显示举报人，也不能将名单整体读出。
        - 该时段内以该成员名义提交的举报 {Count(incident.ReportsFiled)} 件、撤回 {Count(incident.Retractions)} 件，其真实性【待核实】。
        - 【该成员本地保存的查询密钥、名单副本、举报材料是否一并泄露：待该成员答复】

        ## 三、可能的危害
        【有关人员是否在名单上一事可能被他人知悉，并可能因此受到差别对待、骚扰或欺诈；如有虚假举报，有关人员可能被错误标注。请按实际情况评估、增删。】

        ## 四、已采取和将采取的措施
        {Measures(incident, chinese: true)}
        - 【是否更换名单密钥（开启新周期）；对可疑举报的冻结、核查和撤销；是否报告主管部门】

        ## 五、您可以采取的措施
        【例如：对提及您被列入名单的来电、短信保持警惕；如认为标注有误，可提出异议：异议方式】

        ## 六、联系方式
        【个人信息处理者名称、负责人、电话、地址】{(incident.Contact is null ? "" : $"；运营方联系方式：{incident.Contact}")}

        【签发人、日期】
        """;

    private static string English(IncidentResponse incident) => $"""
        # Notice of a personal information incident [DRAFT, not to be sent before review]

        > Drafted by the system from its record. What stands in [ ] is for a responsible person to fill in, check or strike out; whether this is a breach, and who must be told, is for that person [and counsel] to judge.

        ## 1. What happened
        [When, how and by whom it was found.] The key with which the member "{incident.EntityName}" ({incident.Member}) uses this exchange [may have come / has come] into other hands.
        It may have been used by others from {Time(incident.Since)} until {Time(incident.Until)} (UTC). Cause: [to be established].

        ## 2. Categories of personal information
        - In that time the member's key was used to ask about: {Names(incident, chinese: false)}.
        - {Count(incident.TestedAtWorst)} evaluations were made in the member's name; even if all were made by others, no more identifiers than that are concerned (counted by whole hours{Early(incident, chinese: false)}). They include the member's own queries: in the equally long time before there were {Count(incident.TestedBefore)}.
        - An evaluation tests one identifier that whoever asks already had or guessed. It shows whether that one is listed, and its label (category, months, strength of evidence); not who reported it. The list cannot be read out by it.
        - In that time {Count(incident.ReportsFiled)} reports and {Count(incident.Retractions)} withdrawals were signed in the member's name. Whether they are true: [to be checked].
        - [Whether entry keys, copies of the list or case files kept by the member were taken as well: the member's answer.]

        ## 3. Possible harm
        [Others may have learnt whether a person is listed, and may treat that person differently, harass or deceive him or her; a false report may have listed somebody wrongly. Assess, add and strike out as the facts are.]

        ## 4. Measures taken and planned
        {Measures(incident, chinese: false)}
        - [Whether a new epoch was opened; doubtful reports frozen, checked, withdrawn; whether an authority was told.]

        ## 5. What you can do
        [For example: be wary of calls and messages that mention the list; if you think you are listed wrongly, dispute it: how.]

        ## 6. Contact
        [Who handles the information, person responsible, telephone, address]{(incident.Contact is null ? "" : $"; the operator's contact: {incident.Contact}")}

        [Signed by, date]

        """;

    private static string Measures(IncidentResponse incident, bool chinese)
    {
        IEnumerable<string> acts = incident.Acts.Select(act => $"- {Time(act.At)} {(chinese ? "（协调世界时）" : "UTC ")}`{act.Verb}`{(act.Reason is null ? "" : chinese ? $"：{act.Reason}" : $": {act.Reason}")}");
        string now = (incident.Status, chinese) switch
        {
            ("active", true) => $"- 【截至 {Time(incident.TakenAt)}，该成员的访问尚未停止】",
            ("active", false) => $"- [At {Time(incident.TakenAt)} the member had not been stopped.]",
            (_, true) => $"- 截至 {Time(incident.TakenAt)}，该成员的访问已停止，其密钥不能再用于查询或获取新的名单文件。",
            _ => $"- At {Time(incident.TakenAt)} the member was stopped: its keys evaluate nothing and fetch no new list files.",
        };
        return string.Join('\n', acts.Append(now));
    }

    private static string Names(IncidentResponse incident, bool chinese)
    {
        string[] names = [.. incident.Use.Where(static line => line.Units > 0).Select(static line => line.Kind).Distinct().Select(kind => chinese ? Kinds[kind].Chinese : Kinds[kind].English)];
        return names.Length > 0 ? string.Join(chinese ? "、" : ", ", names) : chinese ? "无查询记录【请核实】" : "nothing on record [check]";
    }

    /// <summary>A record that begins too late is said, since the figure is then too low.</summary>
    private static string Early(IncidentResponse incident, bool chinese) => incident.RecordedSince <= incident.CountedFrom ? ""
        : chinese ? $"；记录始于 {Time(incident.RecordedSince)}，此前的次数不详" : $"; the record begins {Time(incident.RecordedSince)}, what was asked before is not known";

    private static string Time(long at) => DateTimeOffset.FromUnixTimeSeconds(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using System.Buffers.Text;
using BlacklistExchange.Protocol.Voprf;
using BlacklistExchange.Protocol.Wire;
using BlacklistExchange.Server.Epochs;
using BlacklistExchange.Server.Members;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace BlacklistExchange.Server.Tests.Evaluation;

public sealed class EvaluateTests
{
    [Fact]
    public async Task Answers_with_proofs_that_verify_and_the_outputs_of_the_epoch_key()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        JointKey key = await world.KeyAsync(alpha);
        JointKey documents = await world.KeyAsync(alpha, kind: 3);
        using BlindedBatch many = World.Blind(key, 16);
        using BlindedBatch few = World.Blind(documents, 4);
        EvaluateResponse answer = await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(many), World.Group(few, kind: "resident-id"))));
        Assert.Equal(1, answer.Holder);
        Assert.Equal(20, answer.Charged);
        byte[] outputs = Finalized(many, answer.Groups[0]);
        Assert.NotEqual(Finalized(few, answer.Groups[1])[..64], outputs[..64]);

        using BlindedBatch again = World.Blind(key, 4);
        EvaluateResponse second = await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.ReCheck, World.Group(again))));
        Assert.Equal(outputs[..256], Finalized(again, second.Groups[0]));
    }

    [Fact]
    public async Task Keeps_answering_with_the_same_keys_after_a_restart()
    {
        await using World world = await World.StartAsync();
        EnrolledMember alpha = await world.Hub.EnrolAsync("alpha");
        JointKey key = await world.KeyAsync(alpha.Http);
        using BlindedBatch before = World.Blind(key, 4);
        byte[] outputs = Finalized(before, (await World.AnsweredAsync(World.SendAsync(alpha.Http, World.Body(Purposes.SignUp, World.Group(before))))).Groups[0]);
        await world.Hub.RestartAsync();
        HttpClient http = world.Hub.Client(alpha.Certificate);
        using BlindedBatch after = World.Blind(key, 4);
        Assert.Equal(outputs, Finalized(after, (await World.AnsweredAsync(World.SendAsync(http, World.Body(Purposes.SignUp, World.Group(after))))).Groups[0]));
        Assert.Equal(1_000_000 - 8, (await World.BudgetAsync(http)).EpochTotal.Remaining);
    }

    [Fact]
    public async Task Charges_each_live_epoch_and_refuses_those_to_come()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        await world.OpenEpochAsync("+1h");
        IReadOnlyList<EpochDescriptor> descriptors = await world.DescriptorsAsync(alpha);
        Assert.Equal([1u, 2u], descriptors.Select(static one => one.Epoch));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(descriptors[0].Encode()), descriptors[1].Previous);
        JointKey key = await world.KeyAsync(alpha, epoch: 2);
        using BlindedBatch batch = World.Blind(key, 4);
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch, epoch: 2)))).ProblemAsync("epoch-not-live");
        world.Hub.Time.Advance(TimeSpan.FromHours(2));
        EvaluateResponse answer = await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch, epoch: 1), World.Group(batch, epoch: 2))));
        Assert.Equal(8, answer.Charged);
        Finalized(batch, answer.Groups[1]);
        Assert.Equal(1_000_000 - 4, (await World.BudgetAsync(alpha, epoch: 1)).EpochTotal.Remaining);
        Assert.Equal(1_000_000 - 4, (await World.BudgetAsync(alpha, epoch: 2)).EpochTotal.Remaining);
        Assert.Equal(20_000 - 8, (await World.BudgetAsync(alpha, epoch: 2)).Day.Remaining);
    }

    [Theory]
    [InlineData("rights-holder", Purposes.SignUp, false)]
    [InlineData("rights-holder", Purposes.Report, true)]
    [InlineData("courier", Purposes.Payout, false)]
    [InlineData("courier", Purposes.Parcel, true)]
    [InlineData("regulator", Purposes.Investigation, true)]
    public async Task Refuses_a_purpose_that_policy_does_not_give_the_role(string role, string purpose, bool allowed)
    {
        await using World world = await World.StartAsync();
        HttpClient member = (await world.Hub.EnrolAsync("one", role)).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(member), 4);
        HttpResponseMessage response = await World.SendAsync(member, World.Body(purpose, World.Group(batch)));
        if (allowed)
        {
            Assert.True(response.IsSuccessStatusCode);
            return;
        }
        Problem problem = await response.ProblemAsync("purpose-not-allowed");
        Assert.Equal(0, problem.Group);
        Assert.Equal(1_000_000, (await World.BudgetAsync(member)).EpochTotal.Remaining);
    }

    [Fact]
    public async Task Refuses_members_that_are_suspended_or_revoked_on_open_connections()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        await ChangeAsync(world, "suspend");
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("member-suspended");
        await ChangeAsync(world, "reinstate");
        await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        await world.Hub.Operator.PostAsync("members/alpha/revoke", new RevokeMemberRequest("stand", "left"), MembersJson.Default.RevokeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);
        await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch)))).ProblemAsync("certificate-revoked");
    }

    [Fact]
    public async Task Refuses_a_list_of_other_sectors_as_if_it_were_not_there()
    {
        await using World world = await World.StartAsync();
        await world.AddListAsync("travel-only", ["travel"]);
        await world.OpenEpochAsync("now", "travel-only");
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        Problem other = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch, list: "travel-only")))).ProblemAsync("not-found");
        Problem none = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch, list: "nowhere")))).ProblemAsync("not-found");
        Assert.Equal(none, other);
        Assert.True((await World.SendAsync((await world.Hub.EnrolAsync("tours", sector: "travel")).Http, World.Body(Purposes.SignUp, World.Group(batch, list: "travel-only")))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Names_group_and_index_of_the_first_bad_element_and_charges_nothing()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 4);
        byte[] identity = batch.BlindedElements.ToArray();
        identity.AsSpan(32, 32).Clear();
        byte[] notCanonical = batch.BlindedElements.ToArray();
        notCanonical.AsSpan(96, 32).Fill(0xff);
        foreach ((byte[] bytes, int index) in ((byte[], int)[])[(identity, 1), (notCanonical, 3)])
        {
            EvaluateGroup bad = new(World.List, 1, World.Kind, Base64Url.EncodeToString(bytes));
            Problem problem = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch), bad))).ProblemAsync("invalid-element");
            Assert.Equal((1, index, "groups[1].elements"), (problem.Group, problem.Index, problem.Field));
        }
        Assert.Equal(1_000_000, (await World.BudgetAsync(alpha)).EpochTotal.Remaining);
    }

    [Fact]
    public async Task Answers_a_group_in_several_parts_with_one_proof_and_counts_its_processor_time()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 256);
        EvaluateResponse answer = await World.AnsweredAsync(World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch))));
        Finalized(batch, answer.Groups.Single());
        string metrics = await (await world.Hub.OperatorHttp().GetAsync("/metrics")).Content.ReadAsStringAsync();
        Assert.All((string[])["decode", "evaluate", "prove"], step => Assert.Matches($"bex_evaluation_arithmetic_time_seconds_total\\{{step=\"{step}\"\\}} [0-9.E-]*[1-9]", metrics));
        Assert.Contains("dotnet_process_cpu_time_seconds_total", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_first_bad_element_of_several_parts()
    {
        await using World world = await World.StartAsync();
        HttpClient alpha = (await world.Hub.EnrolAsync("alpha")).Http;
        using BlindedBatch batch = World.Blind(await world.KeyAsync(alpha), 256);
        foreach ((int[] spoiled, int first) in ((int[], int)[])[([255, 130, 127], 127), ([255, 130], 130), ([255], 255)])
        {
            byte[] bytes = batch.BlindedElements.ToArray();
            Array.ForEach(spoiled, index => bytes.AsSpan(index * 32, 32).Fill(0xff));
            EvaluateGroup bad = new(World.List, 1, World.Kind, Base64Url.EncodeToString(bytes));
            Problem problem = await (await World.SendAsync(alpha, World.Body(Purposes.SignUp, World.Group(batch), bad))).ProblemAsync("invalid-element");
            Assert.Equal((1, first, "groups[1].elements"), (problem.Group, problem.Index, problem.Field));
        }
    }

    [Fact]
    public async Task Destroys_the_keys_of_an_epoch_that_has_ended()
    {
        await using World world = await World.StartAsync();
        DestroyEndedEpochs round = world.Hub.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<DestroyEndedEpochs>().Single();
        Assert.Equal(2, Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*").Length);
        Assert.Equal(0, await round.RunAsync(CancellationToken.None));
        world.Hub.Time.Advance(TimeSpan.FromDays(366));
        Assert.Equal(1, await round.RunAsync(CancellationToken.None));
        Assert.Empty(Directory.GetFiles(world.Hub.Folder.At("keys"), "epoch.*"));
        Assert.False(world.Hub.Service<EpochKeys>().TryGet(World.List, 1, 2, out _));
        Assert.True(world.Hub.Store.Read((connection, transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM epoch WHERE destroyed_at IS NOT NULL", transaction: transaction)) == 1);
        Assert.Equal(0, await round.RunAsync(CancellationToken.None));
    }

    private static Task ChangeAsync(World world, string verb) => world.Hub.Operator.PostAsync(
        $"members/alpha/{verb}", new ChangeMemberRequest("test"), MembersJson.Default.ChangeMemberRequest, MembersJson.Default.MemberResponse, CancellationToken.None);

    private static byte[] Finalized(BlindedBatch batch, EvaluatedGroup group)
    {
        byte[] outputs = new byte[64 * batch.Count];
        FinalizeReport report = batch.Finalize([new HolderAnswer(1, Base64Url.DecodeFromChars(group.Elements), Base64Url.DecodeFromChars(group.Proof))], outputs);
        Assert.Equal([(ushort)1], report.Used);
        return outputs;
    }
}

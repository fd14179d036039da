using System.Collections.Concurrent;

namespace SignUpSample;

/// <summary>
/// The shop's accounts. In memory, so they are gone with the process; yours is a table with a column for the handle and one for the note. The handle says nothing without the
/// key in the profile's folder, so it may lie where the account lies, backups included. The phone number is the shop's own affair; this sample does not keep it.
/// </summary>
internal sealed class Accounts
{
    private readonly ConcurrentDictionary<Guid, Account> _accounts = new();

    public Account Add(string? handle, string? note)
    {
        Account account = new(Guid.NewGuid(), handle, note);
        return _accounts[account.Id] = account;
    }

    public Account? Find(Guid id) => _accounts.GetValueOrDefault(id);

    /// <summary>Replaces the note; a person reads it.</summary>
    public void Note(Account account, string note) => _accounts[account.Id] = account with { Note = note };

    public IReadOnlyList<Noted> ForReview() => [.. _accounts.Values.Where(static account => account.Note is not null).Select(static account => new Noted(account.Id, account.Note!))];

    internal sealed record Account(Guid Id, string? Handle, string? Note);

    internal sealed record Noted(Guid Id, string Note);
}

namespace BlacklistExchange.Client.Vault;

/// <summary>First byte of a record.</summary>
internal enum VaultRecordKind : byte
{
    Prepared = 1,
    Receipt = 2,
    Refused = 3,
    Retracted = 4,
    Renewed = 5,
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>The public surface of an assembly as text: a line a type, a line a member, sorted, nullability included.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Text(Assembly assembly) => string.Concat(assembly.GetExportedTypes().Where(static type => !type.Name.Contains('<', StringComparison.Ordinal))
        .OrderBy(ApiNames.Full, StringComparer.Ordinal).SelectMany(Lines).Select(static line => line + "\n"));

    public static IEnumerable<string> Lines(Type type)
    {
        string name = ApiNames.Full(type);
        IEnumerable<string> members = type.IsEnum ? Values(type)
            : type.IsSubclassOf(typeof(Delegate)) ? [ApiNames.Of(type.GetMethod("Invoke")!)]
            : type.GetMembers(Declared).Where(IsVisible).Select(static member => member switch
            {
                ConstructorInfo constructor => $"new{ApiNames.Parameters(constructor)}",
                MethodInfo method => ApiNames.Of(method),
                PropertyInfo property => ApiNames.Of(property),
                FieldInfo field => ApiNames.Of(field),
                _ => null,
            }).OfType<string>();
        return members.Order(StringComparer.Ordinal).Select(member => $"{name}.{member}").Prepend($"{Kind(type)} {name}{Bases(type)}");
    }

    private static IEnumerable<string> Values(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue())}");

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsSubclassOf(typeof(Delegate)) ? "delegate"
        : type.IsValueType ? type.IsDefined(typeof(IsByRefLikeAttribute), false) ? "ref struct" : "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        if (type.IsEnum || type.IsSubclassOf(typeof(Delegate)))
        {
            return "";
        }
        IEnumerable<Type> own = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(static face => face.IsPublic || face.IsNestedPublic);
        string[] names = [.. (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [ApiNames.Of(parent)] : Array.Empty<string>()),
            .. own.Select(ApiNames.Of).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "" : " : " + string.Join(", ", names);
    }

    /// <summary>What callers can name; what records and serialisers make by themselves says nothing new.</summary>
    private static bool IsVisible(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => IsOpen(constructor) && !IsMade(constructor),
        MethodInfo method => IsOpen(method) && !IsMade(method) && !(method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(true).Any(IsOpen) && !IsMade(property) && !IsContract(property),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static bool IsContract(PropertyInfo property) => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>);
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace BlacklistExchange.Protocol.Tests.Gates;

/// <summary>Types and signatures as C# writes them, full names for declared types and short ones in signatures.</summary>
internal static class ApiNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static string Of(Type type) => Of(type, null);

    /// <summary>With its namespace, as a declaration.</summary>
    public static string Full(Type type) => $"{type.Namespace}.{Of(type)}";

    public static string Of(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";
        string modifier = method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && method.GetBaseDefinition() == method && !method.IsFinal ? "virtual " : "";
        return $"{method.Name}{generic}{Parameters(method)} : {modifier}{Of(method.ReturnType, Nullability.Create(method.ReturnParameter))}";
    }

    public static string Of(PropertyInfo property)
    {
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string set = property.SetMethod is { IsPublic: true } ? isInit ? " init;" : " set;" : "";
        string get = property.GetMethod is { IsPublic: true } or { IsFamily: true } ? " get;" : "";
        string required = property.IsDefined(typeof(RequiredMemberAttribute), false) ? "required " : "";
        string index = property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(Of))}]" : "";
        return $"{property.Name}{index} : {required}{Of(property.PropertyType, Nullability.Create(property))} {{{get}{set} }}";
    }

    public static string Of(FieldInfo field) =>
        field.IsLiteral ? $"{field.Name} : const {Of(field.FieldType)} = {Value(field.GetRawConstantValue())}"
        : $"{field.Name} : {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Of(field.FieldType, Nullability.Create(field))}";

    public static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(Of))})";

    private static string Of(ParameterInfo parameter)
    {
        string way = parameter.IsOut ? "out " : !parameter.ParameterType.IsByRef ? "" : parameter.IsIn ? "in " : "ref ";
        string value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : "";
        return $"{way}{Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Of(Type type, NullabilityInfo? info)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, info);
        }
        string mark = !type.IsValueType && info is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable, Type.IsValueType: false } ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, info?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }
        return Name(type, info) + mark;
    }

    private static string Name(Type type, NullabilityInfo? info)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }
        string prefix = type is { IsNested: true, IsGenericParameter: false } ? Of(type.DeclaringType!) + "." : "";
        Type[] arguments = type.GetGenericArguments();
        string name = prefix + type.Name.Split('`')[0];
        return arguments.Length == 0 || type.IsGenericParameter ? name
            : $"{name}<{string.Join(", ", arguments.Select((argument, index) => Of(argument, info?.GenericTypeArguments.ElementAtOrDefault(index))))}>";
    }

    private static string Value(object? value) => value switch { null => "null", string text => $"\"{text}\"", bool flag => flag ? "true" : "false", _ => Convert.ToString(value)! };
}

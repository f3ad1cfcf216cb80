using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

/// <summary>The types of a program that want to hear of updates (System.Reflection.Metadata.MetadataUpdateHandlerAttribute).</summary>
static class UpdateHandlers
{
    const string AttributeName = "System.Reflection.Metadata.MetadataUpdateHandlerAttribute";
    const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Clears the caches of all handlers, then lets them update the program. Tells which is called. Returns the first error.</summary>
    public static string Call(Type[] updated, Action<string> calling)
    {
        var handlers = FindHandlers();
        var errors = new[] { "ClearCache", "UpdateApplication" }
            .SelectMany(name => handlers.Select(handler => Call(handler, name, updated, calling)));
        return errors.ToList().FirstOrDefault(error => error != null) ?? "";
    }

    static string? Call(Type handler, string name, Type[] updated, Action<string> calling)
    {
        var method = handler.GetMethod(name, Static, null, [typeof(Type[])], null);
        if (method == null) return null;
        calling(handler.FullName + "." + name);
        try
        {
            method.Invoke(null, [updated]);
            return null;
        }
        catch (Exception error)
        {
            return handler.FullName + ": " + (error.InnerException ?? error).Message;
        }
    }

    /// <summary>Those of assemblies that others refer to come first.</summary>
    static List<Type> FindHandlers()
    {
        var all = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic)
            .GroupBy(assembly => assembly.GetName().Name).ToDictionary(group => group.Key, group => group.ToList());
        var sorted = new List<Assembly>();
        var seen = new HashSet<string>();
        foreach (var name in all.Keys) Add(name);
        return [.. sorted.SelectMany(FindHandlers)];

        void Add(string name)
        {
            if (!seen.Add(name) || !all.TryGetValue(name, out var found)) return;
            foreach (var assembly in found)
            {
                foreach (var reference in assembly.GetReferencedAssemblies()) Add(reference.Name);
                sorted.Add(assembly);
            }
        }
    }

    static IEnumerable<Type> FindHandlers(Assembly assembly)
    {
        try
        {
            return [.. assembly.GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType.FullName == AttributeName)
                .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
                .OfType<Type>()];
        }
        catch (Exception)
        {
            // An attribute may refer to an assembly that is missing.
            return [];
        }
    }
}

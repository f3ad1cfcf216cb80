using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;

/// <summary>The update of one assembly.</summary>
sealed class Update
{
    public readonly Guid Module;
    public readonly byte[] Metadata;
    public readonly byte[] IL;
    public readonly byte[] Pdb;
    public readonly int[] Types;

    public Update(Guid module, byte[] metadata, byte[] il, byte[] pdb, int[] types)
        => (Module, Metadata, IL, Pdb, Types) = (module, metadata, il, pdb, types);
}

/// <summary>The updates of a program.</summary>
sealed class Updates
{
    delegate void ApplyUpdate(Assembly assembly, byte[] metadata, byte[] il, byte[] pdb);

    static readonly Type? Updater = typeof(object).Assembly.GetType("System.Reflection.Metadata.MetadataUpdater");

    /// <summary>The runtime's method; absent before the first update.</summary>
    ApplyUpdate? _applyTo;

    /// <summary>All of them, since assemblies may be loaded later, or once more.</summary>
    readonly List<Update> _all = new List<Update>();

    /// <summary>How many of its updates each assembly has.</summary>
    readonly Dictionary<Assembly, int> _counts = new Dictionary<Assembly, int>();

    /// <summary>Why an assembly that was loaded later is not up to date.</summary>
    Exception? _failure;

    /// <summary>The changes that the runtime accepts, separated by spaces.</summary>
    public static string Capabilities
        => Updater?.GetMethod("GetCapabilities", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?.Invoke(null, null) as string ?? "";

    /// <summary>Applies updates and tells the handlers of the program, each after its name. Returns what went wrong in these.</summary>
    public string Apply(IReadOnlyList<Update> updates, Action<string> calling)
    {
        // It loads assemblies, for which threads of the program that load them would wait if it were done under the lock.
        _applyTo ??= FindApply();
        if (_all.Count == 0) AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Loaded(loaded.LoadedAssembly);
        lock (_all) _all.AddRange(updates);
        foreach (var assembly in updates.SelectMany(update => Find(update.Module))) BringUpToDate(assembly);
        if (_failure != null) throw _failure;
        return UpdateHandlers.Call([.. updates.SelectMany(FindTypes)], calling);
    }

    void Loaded(Assembly assembly)
    {
        try
        {
            BringUpToDate(assembly);
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }

    void BringUpToDate(Assembly assembly)
    {
        lock (_all)
        {
            _counts.TryGetValue(assembly, out var count);
            foreach (var update in _all.Where(update => update.Module == GetModule(assembly)).Skip(count).ToList())
            {
                _counts[assembly] = ++count;
                _applyTo!(assembly, update.Metadata, update.IL, update.Pdb);
            }
        }
    }

    static IEnumerable<Assembly> Find(Guid module)
        => AppDomain.CurrentDomain.GetAssemblies().Where(assembly => GetModule(assembly) == module);

    static Guid? GetModule(Assembly assembly)
        => assembly.IsDynamic ? null : assembly.ManifestModule.ModuleVersionId;

    static IEnumerable<Type> FindTypes(Update update)
    {
        var module = Find(update.Module).FirstOrDefault()?.ManifestModule;
        return module == null ? [] : update.Types.Select(token => module.ResolveType(token));
    }

    /// <summary>Creates a call of the runtime's method, whose parameters are of a type that the standard lacks.</summary>
    static ApplyUpdate FindApply()
    {
        var method = Updater?.GetMethod("ApplyUpdate") ?? throw new NotSupportedException();
        var span = method.GetParameters()[1].ParameterType;
        var conversion = span.GetMethod("op_Implicit", [typeof(byte[])]);
        var assembly = Expression.Parameter(typeof(Assembly));
        var deltas = new[] { "metadata", "il", "pdb" }.Select(name => Expression.Parameter(typeof(byte[]), name)).ToList();
        var spans = deltas.Select(delta => Expression.Convert(delta, span, conversion));
        var call = Expression.Call(method, [assembly, .. spans]);
        return Expression.Lambda<ApplyUpdate>(call, [assembly, .. deltas]).Compile();
    }
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

/// <summary>The update of one assembly.</summary>
sealed record AssemblyUpdate(Guid ModuleId, ProjectId Project, byte[] Metadata, byte[] IL, byte[] Pdb, int[] Types);

/// <summary>What changes compile to.</summary>
sealed record SolutionUpdate(string Status, bool NeedsRestart, bool RunsOnce, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<AssemblyUpdate> Assemblies);

/// <summary>The SDK's service that computes updates, which is internal to it.</summary>
sealed class HotReload
{
    /// <summary>The warning of a change of code that runs only once: the entry point without its lambdas, or a static initializer.</summary>
    const string RunsOnce = "ENC0118";

    const string Library = "Microsoft.CodeAnalysis.ExternalAccess.HotReload";
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    readonly object _service;
    readonly Type _type;

    public HotReload(Workspace workspace, ImmutableArray<string> capabilities)
    {
        _type = Assembly.Load(Library).GetType(Library + ".Api.HotReloadService", throwOnError: true)!;
        Func<ValueTask<ImmutableArray<string>>> provide = () => ValueTask.FromResult(capabilities);
        object[] services = [workspace.Services, workspace.CurrentSolution.Services];
        object[] wanted = [provide, capabilities];
        var calls =
            from constructor in _type.GetConstructors(All)
            let parameters = constructor.GetParameters()
            where parameters.Length == 2
            let service = services.FirstOrDefault(parameters[0].ParameterType.IsInstanceOfType)
            let capability = wanted.FirstOrDefault(parameters[1].ParameterType.IsInstanceOfType)
            where service != null && capability != null
            select (constructor, arguments: new[] { service, capability });
        var (found, given) = calls.First();
        _service = found.Invoke(given);
    }

    public Task StartAsync(Solution solution) => (Task)Call("StartSessionAsync", solution, CancellationToken.None)!;

    public void Commit() => Call("CommitUpdate");

    public void Discard() => Call("DiscardUpdate");

    public async Task<SolutionUpdate> GetUpdatesAsync(Solution solution, ProjectId running)
    {
        var method = _type.GetMethods(All).Single(method => method.Name == "GetUpdatesAsync" && method.GetParameters().Length == 3);
        var task = (Task)method.Invoke(_service, [solution, RunningProjects(method, running), CancellationToken.None])!;
        await task;
        var updates = task.GetType().GetProperty("Result")!.GetValue(task)!;
        var persistent = (ImmutableArray<Diagnostic>)Get(updates, "PersistentDiagnostics");
        var transient = ((ImmutableArray<(ProjectId, ImmutableArray<Diagnostic>)>)Get(updates, "TransientDiagnostics")).SelectMany(one => one.Item2);
        var all = persistent.Concat(transient).ToLookup(one => one.Id == RunsOnce);
        var diagnostics = all[false].Where(one => one.Severity >= DiagnosticSeverity.Warning);
        var restart = ((System.Collections.ICollection)Get(updates, "ProjectsToRestart")).Count > 0;
        var assemblies = ((System.Collections.IEnumerable)Get(updates, "ProjectUpdates")).Cast<object>().Select(Read);
        return new SolutionUpdate(Get(updates, "Status").ToString()!, restart, all[true].Any(), [.. diagnostics], [.. assemblies]);
    }

    /// <summary>Creates the argument that says which projects run, in the form that the method takes.</summary>
    static object RunningProjects(MethodInfo method, ProjectId running)
    {
        var type = method.GetParameters()[1].ParameterType;
        var info = Activator.CreateInstance(type.GetGenericArguments()[1])!;
        var none = type.GetField("Empty")!.GetValue(null)!;
        return type.GetMethod("Add")!.Invoke(none, [running, info])!;
    }

    static AssemblyUpdate Read(object update)
        => new(
            (Guid)Get(update, "ModuleId"),
            (ProjectId)Get(update, "ProjectId"),
            Bytes(update, "MetadataDelta"),
            Bytes(update, "ILDelta"),
            Bytes(update, "PdbDelta"),
            [.. (ImmutableArray<int>)Get(update, "UpdatedTypes")]);

    static byte[] Bytes(object from, string name) => [.. (ImmutableArray<byte>)Get(from, name)];

    static object Get(object from, string name)
        => (from.GetType().GetField(name, All)?.GetValue(from) ?? from.GetType().GetProperty(name, All)?.GetValue(from))
            ?? throw new MissingMemberException(from.GetType().FullName, name);

    object? Call(string name, params object[] arguments)
        => (_type.GetMethod(name, All) ?? throw new MissingMethodException(_type.FullName, name)).Invoke(_service, arguments);
}

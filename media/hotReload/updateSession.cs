using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;

/// <summary>Projects as they were built, and the changes to them since.</summary>
sealed class UpdateSession
{
    /// <summary>An error of the compiler for correct sources: the runtime can't take their update.</summary>
    const string NotSupported = "CS9346";

    readonly SourceWorkspace _workspace;
    readonly HotReload _hotReload;
    readonly ProjectId _running;
    readonly IReadOnlyDictionary<ProjectId, string> _assemblies;

    UpdateSession(SourceWorkspace workspace, HotReload hotReload, ProjectId running, IReadOnlyDictionary<ProjectId, string> assemblies)
        => (_workspace, _hotReload, _running, _assemblies) = (workspace, hotReload, running, assemblies);

    /// <summary>The paths of all sources that projects are compiled from.</summary>
    public IEnumerable<string> Documents
        => _workspace.CurrentSolution.Projects
            .SelectMany(Projects.Documents)
            .Select(document => document.FilePath!)
            .Where(path => path != null)
            .Distinct();

    public static async Task<UpdateSession> StartAsync(JsonElement request)
    {
        var workspace = new SourceWorkspace();
        var capabilities = request.GetProperty("capabilities").EnumerateArray().Select(one => one.GetString()!).ToImmutableArray();
        var projects = Projects.Read(request, workspace);
        var solution = workspace.CurrentSolution;
        foreach (var info in projects) solution = solution.AddProject(info);
        workspace.Set(await Projects.AsBuiltAsync(solution, request));
        var hotReload = new HotReload(workspace, capabilities);
        await hotReload.StartAsync(workspace.CurrentSolution);
        foreach (var project in workspace.CurrentSolution.Projects)
        {
            foreach (var document in project.AdditionalDocuments) await document.GetTextAsync();
            foreach (var document in project.AnalyzerConfigDocuments) await document.GetTextAsync();
        }
        var assemblies = projects.ToDictionary(info => info.Id, info => info.AssemblyName);
        var session = new UpdateSession(workspace, hotReload, projects[^1].Id, assemblies);
        // The first change is compiled faster then.
        foreach (var project in workspace.CurrentSolution.Projects) _ = project.GetCompilationAsync();
        return session;
    }

    /// <summary>Takes the sources that the projects have now, after some were added or removed.</summary>
    public async Task LoadAsync(JsonElement request)
    {
        var solution = _workspace.CurrentSolution;
        foreach (var info in Projects.Read(request, _workspace)) solution = await Projects.WithSourcesAsync(solution, info);
        _workspace.Set(solution);
    }

    public async Task<object> CompileAsync(JsonElement request)
    {
        var id = request.GetProperty("id").GetInt32();
        var solution = _workspace.CurrentSolution;
        foreach (var change in request.GetProperty("changes").EnumerateArray())
        {
            var path = change.GetProperty("path").GetString()!;
            var text = change.TryGetProperty("text", out var found) ? found.GetString() : null;
            solution = await Projects.WithChangeAsync(solution, path, text);
        }
        _workspace.Set(solution);
        var updates = await _hotReload.GetUpdatesAsync(_workspace.CurrentSolution, _running);
        var diagnostics = updates.Diagnostics.Select(SourceDiagnostic.Of).ToList();
        if (updates.Status == "Blocked")
        {
            var errors = diagnostics.Where(one => one.severity == "error").ToList();
            var needsRestart = errors.Count > 0 && errors.All(one => one.code == NotSupported);
            return new { kind = needsRestart ? "restart" : "errors", id, diagnostics };
        }
        if (updates.Status == "NoChangesToApply") return new { kind = "no change", id };
        if (updates.NeedsRestart)
        {
            _hotReload.Discard();
            // Warnings of source generators come along.
            var reasons = diagnostics.Where(one => one.code.StartsWith("ENC", StringComparison.Ordinal)).ToList();
            return new { kind = "restart", id, diagnostics = reasons.Count > 0 ? reasons : diagnostics };
        }
        _hotReload.Commit();
        var assemblies = updates.Assemblies.Select(update => new
        {
            moduleId = update.ModuleId.ToString(),
            assembly = _assemblies[update.Project],
            metadataDelta = Convert.ToBase64String(update.Metadata),
            ilDelta = Convert.ToBase64String(update.IL),
            pdbDelta = Convert.ToBase64String(update.Pdb),
            updatedTypes = update.Types,
            runsOnce = updates.RunsOnce,
        });
        return new { kind = "updates", id, updates = assemblies, diagnostics };
    }
}

/// <summary>A workspace whose solution is set as a whole.</summary>
sealed class SourceWorkspace : Workspace
{
    public SourceWorkspace() : base(MefHostServices.Create(MefHostServices.DefaultAssemblies), "MSBuildWorkspace") { }

    public void Set(Solution solution) => SetCurrentSolution(solution);
}

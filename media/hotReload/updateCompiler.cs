// Compiles hot reload updates with the .NET SDK's own compiler. Reads requests and writes answers, one JSON
// object in a line, as src/dotnet/hotReload/compilerMessages.ts defines them. It is compiled with the SDK that it
// uses: the service that computes updates is internal to the SDK and comes without a package.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

static class UpdateCompiler
{
    /// <summary>Takes the address of the host, and the folders with the libraries of the SDK.</summary>
    static async Task<int> Main(string[] arguments)
    {
        var folders = arguments[1..];
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var paths = folders.Select(folder => Path.Combine(folder, name.Name + ".dll"));
            var path = paths.FirstOrDefault(File.Exists);
            return path == null ? null : context.LoadFromAssemblyPath(path);
        };
        using var host = await ConnectAsync(arguments[0]);
        await RunAsync(host);
        return 0;
    }

    static async Task<Stream> ConnectAsync(string address)
    {
        const string pipes = @"\\.\pipe\";
        if (address.StartsWith(pipes, StringComparison.Ordinal))
        {
            var pipe = new NamedPipeClientStream(".", address[pipes.Length..], PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync();
            return pipe;
        }
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address));
        return new NetworkStream(socket, ownsSocket: true);
    }

    // Not inlined: its types can be loaded only after the folders are known.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task RunAsync(Stream host)
    {
        using var output = new StreamWriter(host, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        using var input = new StreamReader(host, Encoding.UTF8, leaveOpen: true);
        UpdateSession? session = null;
        while (await input.ReadLineAsync() is { } line)
        {
            using var request = JsonDocument.Parse(line);
            object answer;
            try
            {
                if (request.RootElement.GetProperty("kind").GetString() == "start")
                {
                    session = await UpdateSession.StartAsync(request.RootElement);
                    answer = new { kind = "started", documents = session.Documents };
                }
                else
                {
                    answer = await session!.CompileAsync(request.RootElement);
                }
            }
            catch (Exception error)
            {
                answer = new { kind = "failed", reason = (error is TargetInvocationException { InnerException: { } inner } ? inner : error).ToString() };
            }
            await output.WriteLineAsync(JsonSerializer.Serialize(answer));
        }
    }
}

/// <summary>Projects as they were built, and the changes to them since.</summary>
sealed class UpdateSession
{
    readonly SourceWorkspace _workspace;
    readonly HotReload _hotReload;
    readonly ProjectId _running;
    readonly IReadOnlyDictionary<ProjectId, string> _assemblies;

    UpdateSession(SourceWorkspace workspace, HotReload hotReload, ProjectId running, IReadOnlyDictionary<ProjectId, string> assemblies)
        => (_workspace, _hotReload, _running, _assemblies) = (workspace, hotReload, running, assemblies);

    /// <summary>The paths of all sources that projects are compiled from.</summary>
    public IEnumerable<string> Documents
        => _workspace.CurrentSolution.Projects
            .SelectMany(AllDocuments)
            .Select(document => document.FilePath!)
            .Where(path => path != null)
            .Distinct();

    public static async Task<UpdateSession> StartAsync(JsonElement request)
    {
        var workspace = new SourceWorkspace();
        var capabilities = request.GetProperty("capabilities").EnumerateArray().Select(one => one.GetString()!).ToImmutableArray();
        var projects = request.GetProperty("projects").EnumerateArray().Select(project => ReadProject(project, workspace)).ToList();
        var solution = workspace.CurrentSolution;
        foreach (var info in projects) solution = solution.AddProject(WithProjectReferences(info, projects));
        workspace.Set(solution);
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

    static ProjectInfo ReadProject(JsonElement project, Workspace workspace)
    {
        var path = project.GetProperty("path").GetString()!;
        var assembly = project.GetProperty("assembly").GetString()!;
        var arguments = project.GetProperty("arguments").EnumerateArray().Select(one => one.GetString()!);
        var folder = Path.GetDirectoryName(path)!;
        var info = CommandLineProject.CreateProjectInfo(Path.GetFileNameWithoutExtension(path), LanguageNames.CSharp, arguments, folder, workspace);
        var output = info.CompilationOutputInfo.WithAssemblyPath(assembly);
        if (output.GeneratedFilesOutputDirectory == null) output = output.WithGeneratedFilesOutputDirectory(Path.GetDirectoryName(assembly));
        return info.WithFilePath(path).WithCompilationOutputInfo(output);
    }

    /// <summary>Replaces references to the assemblies of projects with references to the projects.</summary>
    static ProjectInfo WithProjectReferences(ProjectInfo info, IReadOnlyList<ProjectInfo> all)
    {
        ProjectInfo? Find(MetadataReference reference)
            => reference is PortableExecutableReference { FilePath: { } file }
                ? all.FirstOrDefault(other => other.Id != info.Id
                    && Path.GetFileNameWithoutExtension(file) == other.AssemblyName
                    && IsWithin(file, Path.GetDirectoryName(other.FilePath)!))
                : null;
        var references = info.MetadataReferences.ToLookup(reference => Find(reference) != null);
        return info
            .WithMetadataReferences(references[false])
            .WithProjectReferences(references[true].Select(reference =>
                new ProjectReference(Find(reference)!.Id, reference.Properties.Aliases, reference.Properties.EmbedInteropTypes)));
    }

    static bool IsWithin(string path, string folder)
        => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static IEnumerable<TextDocument> AllDocuments(Project project)
        => project.Documents.Concat(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments);

    public async Task<object> CompileAsync(JsonElement request)
    {
        var id = request.GetProperty("id").GetInt32();
        var solution = _workspace.CurrentSolution;
        foreach (var change in request.GetProperty("changes").EnumerateArray())
        {
            var path = change.GetProperty("path").GetString()!;
            var text = change.TryGetProperty("text", out var found) ? found.GetString() : null;
            solution = await WithChangeAsync(solution, path, text);
        }
        _workspace.Set(solution);
        var updates = await _hotReload.GetUpdatesAsync(_workspace.CurrentSolution, _running);
        var diagnostics = updates.Diagnostics.Select(Describe).ToList();
        if (updates.Status == "Blocked") return new { kind = "errors", id, diagnostics };
        if (updates.Status == "NoChangesToApply") return new { kind = "no change", id };
        if (updates.NeedsRestart)
        {
            _hotReload.Discard();
            return new { kind = "restart", id, diagnostics };
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
        });
        return new { kind = "updates", id, updates = assemblies, diagnostics };
    }

    static async Task<Solution> WithChangeAsync(Solution solution, string path, string? text)
    {
        foreach (var id in solution.GetDocumentIdsWithFilePath(path))
        {
            var project = solution.GetProject(id.ProjectId)!;
            TextDocument document = project.GetDocument(id) ?? project.GetAdditionalDocument(id) ?? (TextDocument)project.GetAnalyzerConfigDocument(id)!;
            if (text == null)
            {
                solution = document switch
                {
                    Document => solution.RemoveDocument(id),
                    AnalyzerConfigDocument => solution.RemoveAnalyzerConfigDocument(id),
                    _ => solution.RemoveAdditionalDocument(id),
                };
                continue;
            }
            var old = await document.GetTextAsync();
            var next = SourceText.From(text, old.Encoding ?? Encoding.UTF8, old.ChecksumAlgorithm);
            solution = document switch
            {
                Document => solution.WithDocumentText(id, next),
                AnalyzerConfigDocument => solution.WithAnalyzerConfigDocumentText(id, next),
                _ => solution.WithAdditionalDocumentText(id, next),
            };
        }
        return solution;
    }

    static object Describe(Diagnostic diagnostic)
    {
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var span = diagnostic.Location.GetMappedLineSpan();
        var message = diagnostic.GetMessage();
        if (!span.IsValid || span.Path == "") return new { code = diagnostic.Id, message, severity };
        var place = new
        {
            path = span.Path,
            line = span.StartLinePosition.Line + 1,
            column = span.StartLinePosition.Character + 1,
            endLine = span.EndLinePosition.Line + 1,
            endColumn = span.EndLinePosition.Character + 1,
        };
        return new { code = diagnostic.Id, message, severity, place };
    }
}

/// <summary>A workspace whose solution is set as a whole.</summary>
sealed class SourceWorkspace : Workspace
{
    public SourceWorkspace() : base(MefHostServices.Create(MefHostServices.DefaultAssemblies), "MSBuildWorkspace") { }

    public void Set(Solution solution) => SetCurrentSolution(solution);
}

/// <summary>The update of one assembly.</summary>
sealed record AssemblyUpdate(Guid ModuleId, ProjectId Project, byte[] Metadata, byte[] IL, byte[] Pdb, int[] Types);

/// <summary>What changes compile to.</summary>
sealed record SolutionUpdate(string Status, bool NeedsRestart, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<AssemblyUpdate> Assemblies);

/// <summary>The SDK's service that computes updates, which is internal to it.</summary>
sealed class HotReload
{
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
        // It warns of changes of the entry point, whether they have an effect or not.
        var diagnostics = persistent.Concat(transient).Where(one => one.Id != "ENC0118" && one.Severity >= DiagnosticSeverity.Warning);
        var restart = ((System.Collections.ICollection)Get(updates, "ProjectsToRestart")).Count > 0;
        var assemblies = ((System.Collections.IEnumerable)Get(updates, "ProjectUpdates")).Cast<object>().Select(Read);
        return new SolutionUpdate(Get(updates, "Status").ToString()!, restart, [.. diagnostics], [.. assemblies]);
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

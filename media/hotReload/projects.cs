using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

/// <summary>Projects and their sources as parts of a solution.</summary>
static class Projects
{
    /// <summary>Reads the projects of a request. They refer to each other.</summary>
    public static IReadOnlyList<ProjectInfo> Read(JsonElement request, Workspace workspace)
    {
        var projects = request.GetProperty("projects").EnumerateArray().Select(project => ReadProject(project, workspace)).ToList();
        return [.. projects.Select(info => WithProjectReferences(info, projects))];
    }

    public static IEnumerable<TextDocument> Documents(Project project)
        => project.Documents.Concat(project.AdditionalDocuments).Concat(project.AnalyzerConfigDocuments);

    /// <summary>Gives sources the content that was compiled, and leaves out those that are newer than the build.</summary>
    public static async Task<Solution> AsBuiltAsync(Solution solution, JsonElement request)
    {
        var built = request.GetProperty("documents").EnumerateArray().Select(one => one.GetString()).ToHashSet();
        foreach (var project in solution.Projects)
        {
            var sources = Documents(project).Where(IsSource).ToLookup(document => built.Contains(document.FilePath));
            // The paths of symbols can be mapped to others, of which nothing is known.
            if (sources[true].Any()) solution = sources[false].Aggregate(solution, Without);
        }
        foreach (var source in request.GetProperty("sources").EnumerateArray())
        {
            var content = source.GetProperty("content").GetBytesFromBase64();
            solution = await WithTextAsync(solution, source.GetProperty("path").GetString()!,
                old => SourceText.From(content, content.Length, checksumAlgorithm: old.ChecksumAlgorithm));
        }
        return solution;
    }

    /// <summary>Whether symbols name a document if it was compiled.</summary>
    static bool IsSource(TextDocument document)
        => Path.GetExtension(document.FilePath)?.ToLowerInvariant() is ".cs" or ".razor";

    /// <summary>Adds and removes sources of a project, so that it has those of another version of it.</summary>
    public static async Task<Solution> WithSourcesAsync(Solution solution, ProjectInfo next)
    {
        var project = solution.Projects.First(one => one.FilePath == next.FilePath);
        var known = Documents(project).ToLookup(document => document.FilePath);
        var wanted = new[] { next.Documents, next.AdditionalDocuments, next.AnalyzerConfigDocuments }
            .SelectMany(documents => documents).Select(document => document.FilePath).ToHashSet();
        foreach (var document in Documents(project).Where(document => document.FilePath != null && !wanted.Contains(document.FilePath)))
            solution = Without(solution, document);
        bool IsNew(DocumentInfo document) => !known.Contains(document.FilePath);
        DocumentInfo Of(DocumentInfo document) => document.WithId(DocumentId.CreateNewId(project.Id));
        solution = solution.AddDocuments([.. next.Documents.Where(IsNew).Select(Of)]);
        foreach (var document in next.AdditionalDocuments.Where(IsNew)) solution = solution.AddAdditionalDocument(Of(document));
        solution = solution.AddAnalyzerConfigDocuments([.. next.AnalyzerConfigDocuments.Where(IsNew).Select(Of)]);
        // MSBuild writes there what source generators need to know of each source.
        foreach (var document in project.AnalyzerConfigDocuments.Where(document => wanted.Contains(document.FilePath) && File.Exists(document.FilePath)))
            solution = await WithChangeAsync(solution, document.FilePath!, await File.ReadAllTextAsync(document.FilePath!));
        return solution;
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
                ? all.FirstOrDefault(other => other.Id != info.Id && Path.GetFileNameWithoutExtension(file) == other.AssemblyName)
                : null;
        var references = info.MetadataReferences.ToLookup(reference => Find(reference) != null);
        return info
            .WithMetadataReferences(references[false])
            .WithProjectReferences(references[true].Select(reference =>
                new ProjectReference(Find(reference)!.Id, reference.Properties.Aliases, reference.Properties.EmbedInteropTypes)));
    }

    /// <summary>Sets the text of a source in all projects; without a text, it is removed.</summary>
    public static Task<Solution> WithChangeAsync(Solution solution, string path, string? text)
        => WithTextAsync(solution, path, text == null ? null : old => SourceText.From(text, old.Encoding ?? Encoding.UTF8, old.ChecksumAlgorithm));

    static async Task<Solution> WithTextAsync(Solution solution, string path, Func<SourceText, SourceText>? change)
    {
        foreach (var id in solution.GetDocumentIdsWithFilePath(path))
        {
            var project = solution.GetProject(id.ProjectId)!;
            TextDocument document = project.GetDocument(id) ?? project.GetAdditionalDocument(id) ?? (TextDocument)project.GetAnalyzerConfigDocument(id)!;
            if (change == null)
            {
                solution = Without(solution, document);
                continue;
            }
            var next = change(await document.GetTextAsync());
            solution = document switch
            {
                Document => solution.WithDocumentText(id, next),
                AnalyzerConfigDocument => solution.WithAnalyzerConfigDocumentText(id, next),
                _ => solution.WithAdditionalDocumentText(id, next),
            };
        }
        return solution;
    }

    static Solution Without(Solution solution, TextDocument document)
        => document switch
        {
            Document => solution.RemoveDocument(document.Id),
            AnalyzerConfigDocument => solution.RemoveAnalyzerConfigDocument(document.Id),
            _ => solution.RemoveAdditionalDocument(document.Id),
        };
}

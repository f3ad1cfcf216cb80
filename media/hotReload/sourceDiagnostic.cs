using Microsoft.CodeAnalysis;

/// <summary>Where a diagnostic is. Lines and columns are counted from 1.</summary>
sealed record SourcePlace(string path, int line, int column, int endLine, int endColumn);

/// <summary>A diagnostic as answers have it.</summary>
sealed record SourceDiagnostic(string code, string message, string severity, SourcePlace? place)
{
    public static SourceDiagnostic Of(Diagnostic diagnostic)
    {
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var span = diagnostic.Location.GetMappedLineSpan();
        var hasPlace = span.IsValid && span.Path != "";
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        var place = hasPlace
            ? new SourcePlace(span.Path, start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1)
            : null;
        return new SourceDiagnostic(diagnostic.Id, diagnostic.GetMessage(), severity, place);
    }
}

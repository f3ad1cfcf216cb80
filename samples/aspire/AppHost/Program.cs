using System.Text.Json.Serialization;
using Aspire.Hosting.ApplicationModel;

var builder = DistributedApplication.CreateBuilder(args);

builder.AddProject<Projects.Api>("api");
builder.AddProject<Projects.Client>("client");

// Run by the IDE, which opens a debugger; without an IDE, as a plain process.
var script = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "../Service/service.js"));
builder
    .AddExecutable("service", "node", "../Service")
    .WithLaunchToolArgs(context => context.Args.Add(script), "node")
    .WithHttpEndpoint(env: "PORT")
    .WithDebugSupport(mode => new NodeLaunch { Mode = mode, ScriptPath = script }, "node");

builder.Build().Run();

sealed class NodeLaunch() : ExecutableLaunchConfiguration("node")
{
    [JsonPropertyName("script_path")]
    public required string ScriptPath { get; init; }
}

// Compiles hot reload updates with the .NET SDK's own compiler. Reads requests and writes answers, one JSON
// object in a line, as src/dotnet/hotReload/compilerMessages.ts defines them. It is compiled with the SDK that it
// uses: the service that computes updates is internal to the SDK and comes without a package.

using System;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;

static class UpdateCompiler
{
    static readonly JsonSerializerOptions Format = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

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
                switch (request.RootElement.GetProperty("kind").GetString())
                {
                    case "start":
                        session = await UpdateSession.StartAsync(request.RootElement);
                        answer = new { kind = "started", documents = session.Documents };
                        break;
                    case "load":
                        await session!.LoadAsync(request.RootElement);
                        answer = new { kind = "started", documents = session.Documents };
                        break;
                    default:
                        answer = await session!.CompileAsync(request.RootElement);
                        break;
                }
            }
            catch (Exception error)
            {
                answer = new { kind = "failed", reason = (error is TargetInvocationException { InnerException: { } inner } ? inner : error).ToString() };
            }
            await output.WriteLineAsync(JsonSerializer.Serialize(answer, Format));
        }
    }
}

using System;
using System.Diagnostics;
using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Threading;

/// <summary>Takes the updates that a host sends, until either side ends.</summary>
sealed class HostConnection
{
    /// <summary>The kinds of reports.</summary>
    enum Report : byte { Ready, Applied, Failed, Waiting, Calling }

    /// <summary>How long to look for the host, which listens before the program starts, in milliseconds.</summary>
    const int Limit = 5_000;

    /// <summary>How often a program looks for its debugger while an update waits, in milliseconds.</summary>
    const int Look = 100;

    readonly Stream _host;
    readonly BinaryReader _input;
    readonly Updates _updates = new Updates();

    HostConnection(Stream host) => (_host, _input) = (host, new BinaryReader(host));

    /// <summary>Throws what ended the connection.</summary>
    public static void Run(string address)
    {
        using var pipe = new NamedPipeClientStream(".", address, PipeDirection.InOut);
        pipe.Connect(Limit);
        new HostConnection(pipe).TakeUpdates();
    }

    void TakeUpdates()
    {
        Write(Report.Ready, Updates.Capabilities);
        while (true)
        {
            var updates = ReadUpdates();
            WaitForDebugger();
            try
            {
                Write(Report.Applied, _updates.Apply(updates, handler => Write(Report.Calling, handler)));
            }
            catch (Exception error) when (!(error is IOException))
            {
                Write(Report.Failed, error.Message);
            }
        }
    }

    /// <summary>The runtime takes no updates while a debugger is attached.</summary>
    void WaitForDebugger()
    {
        if (!Debugger.IsAttached) return;
        Write(Report.Waiting, "");
        while (Debugger.IsAttached) Thread.Sleep(Look);
    }

    Update[] ReadUpdates()
    {
        var updates = new Update[_input.ReadInt32()];
        for (var index = 0; index < updates.Length; index++)
        {
            var module = new Guid(_input.ReadBytes(16));
            updates[index] = new Update(module, ReadBytes(), ReadBytes(), ReadBytes(), ReadTokens());
        }
        return updates;
    }

    byte[] ReadBytes()
    {
        var length = _input.ReadInt32();
        var bytes = _input.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

    int[] ReadTokens()
    {
        var tokens = new int[_input.ReadInt32()];
        for (var index = 0; index < tokens.Length; index++) tokens[index] = _input.ReadInt32();
        return tokens;
    }

    void Write(Report report, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var message = new MemoryStream();
        var output = new BinaryWriter(message);
        output.Write((byte)report);
        output.Write(content.Length);
        output.Write(content);
        _host.Write(message.GetBuffer(), 0, (int)message.Length);
        _host.Flush();
    }
}

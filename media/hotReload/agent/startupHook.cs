// Runs in .NET programs before their own code and lets them take hot reload updates, which a host sends as
// src/dotnet/hotReload/agentMessages.ts defines them. It is compiled for .NET Standard 2.0, so that one assembly
// serves all versions of .NET: what the standard lacks is called by reflection.

using System;
using System.IO;
using System.Threading;

/// <summary>The type by which the runtime finds the hook.</summary>
static class StartupHook
{
    const string AddressName = "IDE_SESSION_HOST_HOT_RELOAD";
    const string HooksName = "DOTNET_STARTUP_HOOKS";
    const string ModifiableName = "DOTNET_MODIFIABLE_ASSEMBLIES";

    /// <summary>How long the connection waits, in milliseconds.</summary>
    const int Delay = 250;

    public static void Initialize()
    {
        var address = Environment.GetEnvironmentVariable(AddressName);
        if (string.IsNullOrEmpty(address)) return;
        RestoreEnvironment();
        new Thread(() => Run(address)) { IsBackground = true, Name = "Hot reload" }.Start();
    }

    static void Run(string address)
    {
        // The program has the processor first. One that ends by then needs no updates.
        Thread.Sleep(Delay);
        try
        {
            HostConnection.Run(address);
        }
        catch (Exception)
        {
            // The host has ended, sends what can't be read, or the program lacks an assembly. The program goes on.
        }
    }

    /// <summary>Neither the program nor those that it starts see the variables of the host.</summary>
    static void RestoreEnvironment()
    {
        // The host puts this hook before others. Nothing is loaded for it that the program would wait for.
        var hooks = Environment.GetEnvironmentVariable(HooksName) ?? "";
        var end = hooks.IndexOf(Path.PathSeparator);
        Environment.SetEnvironmentVariable(HooksName, end < 0 ? null : hooks.Substring(end + 1));
        Environment.SetEnvironmentVariable(ModifiableName, null);
        Environment.SetEnvironmentVariable(AddressName, null);
    }
}

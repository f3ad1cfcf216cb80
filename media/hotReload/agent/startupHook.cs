// Runs in .NET programs before their own code and lets them take hot reload updates, which a host sends as
// src/dotnet/hotReload/agentMessages.ts defines them. It is compiled for .NET Standard 2.0, so that one assembly
// serves all versions of .NET: what the standard lacks is called by reflection.

using System;
using System.IO;
using System.Linq;
using System.Threading;

/// <summary>The type by which the runtime finds the hook.</summary>
static class StartupHook
{
    const string AddressName = "IDE_SESSION_HOST_HOT_RELOAD";
    const string HooksName = "DOTNET_STARTUP_HOOKS";
    const string ModifiableName = "DOTNET_MODIFIABLE_ASSEMBLIES";

    public static void Initialize()
    {
        var address = Environment.GetEnvironmentVariable(AddressName);
        if (string.IsNullOrEmpty(address)) return;
        RestoreEnvironment();
        new Thread(() => HostConnection.Run(address)) { IsBackground = true, Name = "Hot reload" }.Start();
    }

    /// <summary>Neither the program nor those that it starts see the variables of the host.</summary>
    static void RestoreEnvironment()
    {
        var own = typeof(StartupHook).Assembly.Location;
        var hooks = (Environment.GetEnvironmentVariable(HooksName) ?? "").Split(Path.PathSeparator);
        var others = string.Join(Path.PathSeparator.ToString(), hooks.Where(hook => hook != own));
        Environment.SetEnvironmentVariable(HooksName, others == "" ? null : others);
        Environment.SetEnvironmentVariable(ModifiableName, null);
        Environment.SetEnvironmentVariable(AddressName, null);
    }
}

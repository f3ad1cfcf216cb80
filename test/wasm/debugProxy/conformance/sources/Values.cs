namespace Suite;

public enum Status
{
    Open,
    Paid = 3,
    Sent,
}

[Flags]
public enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
}

public static class Values
{
    public static Task Run()
    {
        Show(["one", "two"], 3, null);
        return Task.CompletedTask;
    }

    private static void Show(string[] args, int number, string? nothing)
    {
        const int limit = 10;
        byte small = 200;
        short low = -5;
        long big = 5_000_000_000;
        ulong huge = 18_446_744_073_709_551_615;
        double real = 2.5;
        float single = 1.5f;
        decimal price = 19.90m;
        char initial = 't';
        bool isNew = true;
        string text = "line \"1\"\n2";
        Status status = Status.Paid;
        Access access = Access.Read | Access.Write;
        int? some = 4;
        int? none = null;
        object boxed = 42;
        var tuple = (Name: "Bo", Age: 30);
        var date = new DateTime(2026, 11, 30, 4, 45, 0);
        var span = TimeSpan.FromMinutes(90);
        var id = new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff");
        Console.WriteLine($"{args}{number}{nothing}{limit}{small}{low}{big}{huge}{real}{single}"); // stop: locals
        Console.WriteLine($"{price}{initial}{isNew}{text}{status}{access}{some}{none}{boxed}");
        Console.WriteLine($"{tuple}{date}{span}{id}");
    }
}

using Suite.Shapes;

namespace Suite;

public class Settings
{
    private static int total = 1;
    private int count = 5;
    private string name = "tea";

    public string Title => name + "!";

    public static async Task Run()
    {
        var settings = new Settings();
        settings.InMethod(3, null);
        await settings.InAsync("before", 4);
        settings.InLambda(6);
    }

    private void InMethod(int number, string? nothing)
    {
        byte small = 200;
        long big = 5;
        double real = 2.5;
        decimal price = 19.90m;
        char initial = 't';
        bool isNew = true;
        string text = "old";
        Status status = Status.Paid;
        int? some = 4;
        var point = new Point(3, 4);
        var points = new[] { new Point(1, 1), new Point(1, 1) };
        var order = new Order();
        var numbers = new[] { 3, 1, 2 };
        var map = new Dictionary<string, int> { ["a"] = 1 };
        var date = new DateTime(2026, 11, 30);
        Console.WriteLine($"{number}{nothing}{small}{big}{real}{price}{initial}{isNew}{text}{status}"); // stop: method
        Console.WriteLine($"{some}{point}{points}{order}{numbers}{map}{date}{total}{count}");
    }

    private async Task InAsync(string text, int number)
    {
        decimal price = 1.5m;
        await Task.Yield();
        Console.WriteLine(text + number + price); // stop: async
    }

    private void InLambda(int start)
    {
        var offset = 1;
        Func<int, int> add = n =>
        {
            var sum = n + offset;
            return sum + count; // stop: lambda
        };
        Console.WriteLine(add(start));
    }
}

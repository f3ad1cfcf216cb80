using System.Diagnostics;

namespace Suite;

[DebuggerDisplay("Box {Width} by {Height}")]
public class Box
{
    public int Width { get; set; } = 2;
    public int Height { get; set; } = 3;
    public string Failing => throw new InvalidOperationException("not now");

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public int Unseen { get; set; } = 1;

    private int depth = 4;

    public int Volume => Width * Height * depth;
}

public class Displays
{
    private readonly string owner = "Ann";

    public static async Task Run()
    {
        await Task.CompletedTask;
        new Displays().Show(5);
    }

    private void Show(int count)
    {
        var box = new Box();
        var text = "tea";
        var numbers = new[] { 3, 1, 2 };
        var list = new List<string> { "one", "two" };
        var map = new Dictionary<string, int> { ["a"] = 1 };
        var item = new Item("tea", 2.5m, 2);
        var status = Status.Paid;
        var tuple = (Name: "Bo", Age: 30);
        decimal price = 19.90m;
        int? none = null;
        var done = Task.FromResult(7);
        Console.WriteLine($"{owner}{count}{box}{text}{numbers}{list}{map}{item}{status}{tuple}{price}{none}{done}"); // stop: displays
    }
}

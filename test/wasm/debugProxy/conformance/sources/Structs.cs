using Suite.Shapes;

namespace Suite;

public struct Counter
{
    public static int Calls = 4;
    public int Count;
    public Point Place;

    public int Move(int by)
    {
        Count += by;
        return Count;
    }

    public void Show()
    {
        Console.WriteLine(Count); // stop: struct
        Console.WriteLine(Count); // stop: changed
    }

    public readonly void Look()
    {
        Console.WriteLine(Count); // stop: readonly
    }
}

public static class Structs
{
    public static Task Run()
    {
        Anonymous([new Item("tea", 2.5m, 2), new Item("cup", 10m, 1)]);
        Spans("tea and cup", [3, 1, 2]);
        Own();
        return Task.CompletedTask;
    }

    private static void Anonymous(Item[] items)
    {
        var both = new { Name = "tea", Size = new { Width = 2 } };
        var named = items.Select(i => new { i.Name, i.Count }).ToList();
        Console.WriteLine($"{both}{named}"); // stop: anonymous
    }

    private static void Spans(string text, int[] numbers)
    {
        var some = numbers.AsSpan(1);
        var word = text.AsSpan(0, 3);
        Span<int> none = default;
        var after = 7;
        Console.WriteLine($"{some.Length}{word.Length}{none.Length}{after}"); // stop: spans
    }

    private static void Own()
    {
        var counter = new Counter { Count = 1, Place = new Point(1, 2) };
        counter.Show();
        counter.Look(); // stop: after
    }
}

namespace Suite;

public static class Structs
{
    public static Task Run()
    {
        Anonymous([new Item("tea", 2.5m, 2), new Item("cup", 10m, 1)]);
        Spans("tea and cup", [3, 1, 2]);
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
}

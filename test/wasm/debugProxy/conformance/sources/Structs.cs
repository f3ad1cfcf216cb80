namespace Suite;

public static class Structs
{
    public static Task Run()
    {
        Anonymous([new Item("tea", 2.5m, 2), new Item("cup", 10m, 1)]);
        return Task.CompletedTask;
    }

    private static void Anonymous(Item[] items)
    {
        var both = new { Name = "tea", Size = new { Width = 2 } };
        var named = items.Select(i => new { i.Name, i.Count }).ToList();
        Console.WriteLine($"{both}{named}"); // stop: anonymous
    }
}
